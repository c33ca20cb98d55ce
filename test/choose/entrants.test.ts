import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { allFamilies } from '../../src/base/find.ts';
import { contenders } from '../../src/choose/contenders.ts';
import { type Entrant, enter } from '../../src/choose/entrants.ts';
import { type Compiled, compile } from '../../src/compile.ts';
import { GO_FILES } from '../preset/project.ts';

const families = await allFamilies();
const TODAY = '2026-03-31';
const FILES = { go: GO_FILES, python: { 'requirements.txt': 'starlette==0.48.0\n' } };

async function compiled(language: 'go' | 'python', lines = ''): Promise<Compiled> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-entrants-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const entrypoint = language === 'go' ? '[/app/server]' : '[python3, -m, app]';
  const spec = `version: 1\nlanguage: ${language}\nentrypoint: ${entrypoint}\n${lines}`;
  const files = { ...FILES[language], 'hardening.yaml': spec };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const result = await compile(folder, { platform: 'linux/arm64' });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.value;
}

/** The one that a choice names. */
function entrant(only: string, project: Compiled, today = TODAY): Promise<Entrant> {
  const [contender] = contenders(families, [only]);
  if (!contender) throw new Error(only);
  return enter(contender, project, today);
}

const REFUSED: [only: string, language: 'go' | 'python', lines: string, reason: RegExp][] = [
  [
    'alpine:3.23',
    'python',
    '',
    /^alpine has musl, and .*python:3\.13 builds for glibc: pip .*wheel/,
  ],
  ['alpine:3.23', 'go', 'with: {cgo: true}', /^alpine has musl, and .*golang.* builds for glibc/],
  ['scratch', 'go', 'with: {cgo: true}', /^scratch has no libc: cgo links the program/],
  [
    'distroless:debian13',
    'python',
    'with: {version: "3.12"}\nbase: slim',
    /has python 3\.13, .*python 3\.12$/,
  ],
  ['distroless:debian12', 'python', '', /has no python 3\.13: the interpreter is that of the base/],
  ['debian:bookworm', 'python', '', /3\.11/],
  [
    'scratch',
    'go',
    'runtime: {packages: [libpq5]}',
    /^runtime\.packages cannot be put on scratch$/,
  ],
];

test.each(REFUSED)('%s is refused for %s with %j', async (only, language, lines, reason) => {
  const one = await entrant(only, await compiled(language, lines));
  expect(one).toMatchObject({ refused: { status: 'refused' } });
  expect('refused' in one && one.refused.reason).toMatch(reason);
  // As a spec would name it: a release of Alpine is no number.
  const [family, release] = only.split(':');
  const name = family === 'alpine' ? `"${release}"` : release;
  expect('refused' in one && one.refused.base).toBe(name ? `{${family}: ${name}}` : family);
});

const ENDS: [only: string, last: string, next: string, base: string][] = [
  ['alpine:3.20', '2026-04-01', '2026-04-02', '{alpine: "3.20"}'],
  ['distroless:debian12', '2026-09-30', '2026-10-01', '{distroless: static-debian12}'],
  ['debian:bookworm', '2028-06-10', '2028-06-11', '{debian: bookworm}'],
];

test.each(ENDS)('%s may be tried until %s', async (only, last, next, base) => {
  const project = await compiled('go');
  expect(await entrant(only, project, last)).toHaveProperty('plan');
  expect(await entrant(only, project, next)).toMatchObject({
    refused: { base, status: 'refused', reason: `its support ended on ${last}` },
  });
});

test('a base that moves has no end', async () => {
  expect(await entrant('chainguard', await compiled('go'), '2099-01-01')).toHaveProperty('plan');
});

test('what was built is put on every base: a plan that builds anything else is refused', async () => {
  const { plan, ...project } = await compiled('go');
  const edited = { ...project, plan: { ...plan, stages: plan.stages.slice(1) } };
  expect(await entrant('slim:trixie', edited)).toEqual({
    refused: {
      base: '{slim: debian-trixie}',
      ref: 'docker.io/library/debian:trixie-slim',
      status: 'refused',
      reason: 'the artifacts would have to be built again: stages differs',
    },
  });
});

test('the plan is the same but for the base, on the platform that was asked for', async () => {
  const project = await compiled('go', 'smoke: [{run: [/app/server, --version], timeout: 3}]');
  const one = await entrant('slim:trixie', project);
  if ('refused' in one) throw new Error(one.refused.reason);
  expect(one.name).toBe('slim trixie');
  expect(one.plan).toMatchObject({
    platform: 'linux/arm64',
    base: { ref: 'docker.io/library/debian:trixie-slim' },
    smoke: [{ kind: 'run', timeout: 3 }],
    policy: project.plan.policy,
  });
});

test.each([
  ['', { kind: 'start', timeout: 5 }],
  ['runtime: {ports: [53/udp, 8080]}', { kind: 'start', timeout: 30, port: 8080 }],
])('a spec without tests still has to come up: %j', async (lines, smoke) => {
  const one = await entrant('scratch', await compiled('go', lines));
  expect(one).toMatchObject({ plan: { smoke: [smoke] } });
});

test('a base is written with all that it was tried with', async () => {
  const project = await compiled('go', 'base: {slim: trixie, keep: [shell, apt], flatten: true}\n');
  const [contender] = contenders(families, ['slim:trixie'], project.base);
  expect(contender && (await enter(contender, project, TODAY))).toMatchObject({
    base: '{slim: debian-trixie, keep: [shell, apt], flatten: true}',
  });
});
