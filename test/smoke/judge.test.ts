import { expect, test } from 'vitest';
import type { SmokeTest } from '../../src/plan/types.ts';
import { judgeSmoke } from '../../src/smoke/judge.ts';
import type { SmokeFacts } from '../../src/smoke/types.ts';
import { facts, http, listen, run, start } from './tests.ts';

type Case = [test: SmokeTest, seen: Partial<SmokeFacts>, pass: boolean, evidence: string];

const health: SmokeTest = { kind: 'health', run: ['/check'], timeout: 30, origin: start.origin };
const prints = { ...run, stdout: '1.2' };
const says = { ...http, body: 'ok' };
const prompt: SmokeTest = { kind: 'log', text: 'ready', timeout: 30, origin: start.origin };
const CASES: Case[] = [
  [start, { milliseconds: 10_012 }, true, 'still ran after 10 s'],
  [start, { exitCode: 0 }, true, 'exited with 0 after 310 ms'],
  [start, { exitCode: 127 }, false, 'exited with 127 after 310 ms'],
  [listen, { listening: true }, true, 'listens after 310 ms'],
  [listen, { milliseconds: 10_000 }, false, 'did not listen on 8080 after 10 s'],
  [listen, { exitCode: 0 }, false, 'exited with 0 after 310 ms'],
  [http, { status: 200 }, true, '200 after 310 ms'],
  [http, { status: 503 }, false, 'answered 503, expected 200'],
  [http, { milliseconds: 2560 }, false, 'gave no answer on 8080 after 2.6 s'],
  [http, { exitCode: 137 }, false, 'was ended by signal 9 after 310 ms'],
  [http, { status: 200, memory: 9e6, allowed: 9e6 }, true, '200 after 310 ms'],
  [
    http,
    { status: 200, memory: 10e6, allowed: 9e6 },
    false,
    'took 10.0 MB of memory, 9.0 MB are allowed',
  ],
  [http, { exitCode: 1, status: 503 }, false, 'exited with 1 after 310 ms'],
  [says, { status: 200, fits: true }, true, '200 after 310 ms'],
  [
    says,
    { status: 200, fits: false, body: 'x'.repeat(90) },
    false,
    `answered 200 with "${'x'.repeat(80)}…", without "ok"`,
  ],
  [says, { status: 200 }, false, 'answered 200 with an empty body, without "ok"'],
  [says, { status: 503, fits: true }, false, 'answered 503, expected 200'],
  [prompt, { said: 'is ready' }, true, 'printed "is ready" after 310 ms'],
  [prompt, { exitCode: 0, said: 'is ready' }, true, 'printed "is ready" after 310 ms'],
  [prompt, { exitCode: 1 }, false, 'exited with 1 after 310 ms and did not print "ready"'],
  [prompt, { milliseconds: 30_000 }, false, 'did not print "ready" after 30 s'],
  [health, { healthy: true, said: 'answered 200' }, true, 'is healthy after 310 ms: answered 200'],
  [
    health,
    { healthy: false, milliseconds: 30_000, said: 'nothing listens' },
    false,
    'is not healthy after 30 s: nothing listens',
  ],
  [health, { exitCode: 1 }, false, 'exited with 1 after 310 ms'],
  [run, { exitCode: 0 }, true, 'exited with 0 after 310 ms'],
  [run, { exitCode: 3 }, false, 'exited with 3 after 310 ms, expected 0'],
  [run, { milliseconds: 10_000 }, false, 'did not end after 10 s'],
  [{ ...run, exitCode: 3 }, { exitCode: 3 }, true, 'exited with 3 after 310 ms'],
  [prints, { exitCode: 0 }, true, 'exited with 0 after 310 ms'],
  [
    prints,
    { exitCode: 0, printed: false },
    false,
    'exited with 0 after 310 ms and did not print "1.2"',
  ],
  [
    { ...run, exitCode: 1 },
    { exitCode: 1, problem: 'executable file `/x` not found: No such file or directory' },
    false,
    'could not be started: executable file `/x` not found: No such file or directory',
  ],
];

test.each(CASES)('$kind %#', (asked, seen, pass, evidence) => {
  expect(judgeSmoke(asked, facts(seen))).toMatchObject({ pass, evidence });
});

test('a failed test has the last lines and a diagnosis, one that holds has neither', () => {
  const log = "OSError: [Errno 30] Read-only file system: '/tmp/x'";
  const failed = judgeSmoke(run, facts({ exitCode: 1, log }));
  expect(failed.log).toBe(log);
  expect(failed.diagnosis).toContain('runtime.writable: [/tmp]');
  expect(Object.keys(judgeSmoke(run, facts({ exitCode: 0, log })))).toEqual([
    'name',
    'pass',
    'evidence',
    'milliseconds',
  ]);
});

const NAMES: [test: SmokeTest, name: string][] = [
  [start, 'starts and stays up'],
  [listen, 'starts and listens on 8080'],
  [http, 'GET :8080/healthz gives 200'],
  [run, 'runs /app/server --version'],
  [
    { ...run, exitCode: 2, stdout: 'a\nb' },
    'runs /app/server --version and exits with 2 and prints "a\\nb"',
  ],
  [{ ...run, run: ['/app/x', '', 'a b\nc'] }, 'runs /app/x "" "a b\\nc"'],
  [{ ...run, run: ['/app/x', 'y'.repeat(200)] }, `runs /app/x ${'y'.repeat(93)}…`],
];

test.each(NAMES)('name %#', (asked, name) => {
  expect(judgeSmoke(asked, facts({ exitCode: 0 })).name).toBe(name);
});
