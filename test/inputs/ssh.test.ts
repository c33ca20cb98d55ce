import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HardenError } from '../../src/diagnostics/diagnostic.ts';
import { sshAccess } from '../../src/inputs/ssh.ts';
import { plan } from '../../src/plan/plan.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { resolved, unwrap } from '../preset/project.ts';

const planOf = (lines: string) => unwrap(plan(unwrap(resolved('go', lines))));
const WITH_SSH = 'build: {ssh: {knownHosts: hosts, agent: TEAM_AGENT}}';

const agent = createServer();
let folder: string;
let socket: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-ssh-'));
  socket = join(folder, 'agent.sock');
  await new Promise<void>((resolve) => agent.listen(socket, resolve));
  await writeFile(join(folder, 'hosts'), '# ours\ngit.example.com ssh-ed25519 AAAA\n');
  await writeFile(join(folder, 'empty'), '# nobody\n\n');
});

afterAll(async () => {
  agent.close();
  await rm(folder, { recursive: true, force: true });
});

const problems = async (lines: string, env: Record<string, string>) => {
  const thrown: HardenError = await sshAccess(planOf(lines), folder, env).then(
    () => expect.fail('it was taken'),
    (e) => e,
  );
  return thrown.diagnostics;
};

test('every step has the agent, those of the preset too, and the plan says so', () => {
  const made = planOf(WITH_SSH);
  for (const step of made.stages.flatMap(({ steps }) => steps)) {
    expect(step.ssh).toMatchObject({ agent: 'TEAM_AGENT', knownHosts: 'hosts' });
  }
  expect(renderPlan(made)).toContain('ssh by the agent of TEAM_AGENT');
});

test('the agent and the file are those of this machine', async () => {
  const env = { TEAM_AGENT: socket };
  const knownHosts = join(folder, 'hosts');
  expect(await sshAccess(planOf(WITH_SSH), folder, env)).toEqual({ socket, knownHosts });
  expect(await sshAccess(planOf(''), folder, {})).toBeUndefined();
});

test('without an agent the line and the fix are told', async () => {
  const [problem, ...others] = await problems(WITH_SSH, {});
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: 'build/ssh-missing', span: { line: 4 } });
  expect(problem?.message).toContain('the variable TEAM_AGENT is not set');
  expect(problem?.hint).toContain('ssh-add');
});

test('a file is no socket, and a file of comments names no host', async () => {
  const lines = 'build: {ssh: {knownHosts: empty}}';
  const found = await problems(lines, { SSH_AUTH_SOCK: join(folder, 'hosts') });
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringContaining('which is no socket'),
    expect.stringContaining('empty names no host'),
  ]);
});
