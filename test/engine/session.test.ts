import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EngineChoice } from '../../src/engine/choice.ts';
import { isRunning } from '../../src/engine/processes.ts';
import { openSession } from '../../src/engine/session.ts';

let folder: string;
let server: Server;
let choice: EngineChoice;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-session-'));
  const socket = join(folder, 'engine.sock');
  server = createServer((connection) => connection.end('hello')).listen(socket);
  await new Promise((resolve) => server.once('listening', resolve));
  choice = { kind: 'address', address: `unix://${socket}`, from: '--engine' };
});

afterEach(async () => {
  server.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const ANSWER = `process.stdout.write(JSON.stringify({port: 4242, session_token: 'secret'}) + '\\n');`;
const UNTIL_STDIN_ENDS = `process.stdin.resume().on('end', () => process.exit(0));`;

/** A session program of a few lines; it writes its pid and environment first. */
async function fake(body: string): Promise<string> {
  const program = join(folder, 'harden-session');
  const note = `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'note'))}, JSON.stringify({pid: process.pid, env: process.env}));`;
  await writeFile(program, `#!${process.execPath}\n${note}\n${body}\n`);
  await chmod(program, 0o755);
  return program;
}

async function note(): Promise<{ pid: number; env: Record<string, string> }> {
  return JSON.parse(await readFile(join(folder, 'note'), 'utf8'));
}

describe('a session of our own', () => {
  test('has the port and token that the program printed, and ends with close', async () => {
    const program = await fake(ANSWER + UNTIL_STDIN_ENDS);
    const session = await openSession(choice, { program });
    expect(session).toMatchObject({ kind: 'own', port: 4242, token: 'secret' });
    const { pid } = await note();
    expect(isRunning(pid)).toBe(true);
    await session.close();
    await session.close();
    expect(isRunning(pid)).toBe(false);
  });

  test('gives the program the address and nothing that leads to telemetry', async () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector.example');
    vi.stubEnv('DAGGER_CLOUD_TOKEN', 'dag_secret');
    const session = await openSession(choice, { program: await fake(ANSWER + UNTIL_STDIN_ENDS) });
    const { env } = await note();
    await session.close();
    expect(env['_EXPERIMENTAL_DAGGER_RUNNER_HOST']).toBe((choice as { address: string }).address);
    expect(env['DO_NOT_TRACK']).toBe('1');
    expect(Object.keys(env).filter((name) => /OTEL|TOKEN/.test(name))).toEqual([]);
  });

  test('is lost at once when the program ends, with its last words', async () => {
    const body = `${ANSWER} process.stdin.resume(); process.stderr.write('it broke\\n'); setTimeout(() => process.exit(3), 50);`;
    const session = await openSession(choice, { program: await fake(body) });
    const failure = await session.lost.catch((cause) => cause);
    expect(failure.diagnostics[0]).toMatchObject({ code: 'engine/lost', detail: 'it broke' });
    await session.close();
  });

  test('is lost when the engine no longer accepts connections', async () => {
    const session = await openSession(choice, { program: await fake(ANSWER + UNTIL_STDIN_ENDS) });
    server.close();
    const failure = await session.lost.catch((cause) => cause);
    expect(failure.diagnostics[0]).toMatchObject({ code: 'engine/lost' });
    expect(failure.diagnostics[0].message).toContain('refuses connections');
    await session.close();
  });

  test('is found lost at once when a failure asks, and not found lost otherwise', async () => {
    const session = await openSession(choice, { program: await fake(ANSWER + UNTIL_STDIN_ENDS) });
    await session.check();
    server.close();
    const failure = await session.check().catch((cause) => cause);
    expect(failure.diagnostics[0]).toMatchObject({ code: 'engine/lost' });
    await session.close();
  });

  test('is not lost when it is closed', async () => {
    const session = await openSession(choice, { program: await fake(ANSWER + UNTIL_STDIN_ENDS) });
    let lost = false;
    session.lost.catch(() => {
      lost = true;
    });
    await session.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(lost).toBe(false);
  });
});

describe('a session that does not open', () => {
  test.each([
    [
      'the program ends',
      `process.stderr.write('wrong version\\n'); process.exitCode = 1;`,
      'ended with 1',
    ],
    [
      'it prints something else',
      `console.log('hello'); ${UNTIL_STDIN_ENDS}`,
      'expected a port and a token',
    ],
    [
      'it prints no port',
      `console.log('{"session_token":"x"}'); ${UNTIL_STDIN_ENDS}`,
      'expected a port',
    ],
    ['it says nothing in time', UNTIL_STDIN_ENDS, 'within 0.3 s'],
  ])('%s', async (_, body, message) => {
    const program = await fake(body);
    // The time limit is what one case is about; the others must not meet it.
    const timeout = message.startsWith('within') ? 300 : 20_000;
    const failure = await openSession(choice, { program, timeout }).catch((cause) => cause);
    expect(failure.diagnostics[0].code).toBe('engine/unreachable');
    expect(failure.diagnostics[0].message).toContain(message);
  });

  test('leaves no process behind when it is aborted', async () => {
    const controller = new AbortController();
    const program = await fake(UNTIL_STDIN_ENDS);
    const opening = openSession(choice, { program, signal: controller.signal });
    await vi.waitFor(note);
    controller.abort(new Error('interrupted'));
    await expect(opening).rejects.toThrow('interrupted');
    expect(isRunning((await note()).pid)).toBe(false);
  });
});

describe('without a session program', () => {
  test('the SDK is told the address', async () => {
    const session = await openSession(choice, { program: join(folder, 'absent') });
    const { address } = choice as { address: string };
    expect(session).toMatchObject({
      kind: 'sdk',
      environment: { _EXPERIMENTAL_DAGGER_RUNNER_HOST: address },
    });
  });

  test('one that is open already is used as it is, and not ended', async () => {
    const session = await openSession({ kind: 'session', port: 4242, token: 'secret' });
    expect(session).toMatchObject({ kind: 'own', port: 4242, token: 'secret' });
    await session.check();
    await session.close();
  });

  test('and for Docker it is told nothing: it provisions by itself', async () => {
    const docker: EngineChoice = { kind: 'container-runtime', runtime: 'docker' };
    expect(await openSession(docker)).toMatchObject({ kind: 'sdk', environment: {} });
  });
});
