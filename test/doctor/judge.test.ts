import { expect, test } from 'vitest';
import { judgeFacts } from '../../src/doctor/judge.ts';
import { renderSymptoms } from '../../src/doctor/render.ts';
import type { Facts } from '../../src/doctor/types.ts';
import { plain } from '../../src/report/paint.ts';

const WELL: Facts = {
  ...{ now: '2026-06-15T12:00:00.000Z', harden: '0.1.0', node: '22.13.0', platform: 'linux/x64' },
  engine: { native: { installed: true, running: true, outdated: [] } },
  cache: { folder: '/cache', free: 50e9 },
  project: { folder: '/project', free: 50e9 },
  registries: [{ host: 'gcr.io', login: false, mirrored: false, needsLogin: false }],
  proxy: {},
  databases: [
    { ref: 'registry.example/trivy-db:2', digest: 'sha256:1', updatedAt: '2026-06-15T06:00:00Z' },
  ],
  spec: { kind: 'valid', file: 'hardening.yaml', schema: true, locked: true },
  ...{ leftRuns: [], leftProcesses: [] },
};

/** What is not well, with what mends it. */
function ill(facts: Partial<Facts>) {
  return judgeFacts({ ...WELL, ...facts })
    .filter(({ state }) => state !== 'ok')
    .map(({ name, state, fix }) => [name, state, fix]);
}

test('a machine that is well has nothing to mend', () => {
  expect(ill({})).toEqual([]);
});

const stopped = { installed: true, running: false, outdated: [] };
const closed = { host: 'dhi.io', login: false, mirrored: false, needsLogin: true };
const old = { ...WELL.databases[0], updatedAt: '2026-06-01T06:00:00Z' } as Facts['databases'][0];

test.each<[string, Partial<Facts>, [string, string, RegExp][]]>([
  ['an old Node', { node: '18.20.0' }, [['node', 'error', /install Node 20\.19/]]],
  [
    'a clock of 1970',
    { now: '1970-01-01T00:00:00.000Z', databases: [] },
    [['clock', 'error', /clock/]],
  ],
  [
    'no engine',
    { engine: { native: { installed: false, running: false, outdated: [] } } },
    [['engine', 'error', /harden engine install/]],
  ],
  ['a stopped engine', { engine: { native: stopped } }, []],
  [
    'an outdated engine',
    { engine: { native: { ...stopped, outdated: ['trivy'] } } },
    [['engine', 'warning', /harden engine install/]],
  ],
  [
    'an engine that does not answer',
    { engine: { native: stopped, other: { words: 'tcp://10.0.0.1:1', answers: false } } },
    [['engine', 'error', /HARDEN_ENGINE/]],
  ],
  [
    'one of several engines that does not answer',
    {
      engine: {
        native: stopped,
        other: { words: 'tcp://a:1, tcp://b:1', answers: true, silent: ['tcp://b:1'] },
      },
    },
    [['engine', 'warning', /start it, or name another/]],
  ],
  [
    'an engine nobody can ask',
    { engine: { native: stopped, other: { words: 'docker answers', answers: undefined } } },
    [],
  ],
  ['a full disk', { cache: { folder: '/c', free: 1e9 } }, [['cache', 'error', /make room/]]],
  ['a small disk', { project: { folder: '/p', free: 5e9 } }, [['output', 'warning', /make room/]]],
  ['no spec', { spec: { kind: 'none' } }, [['spec', 'warning', /harden init/]]],
  [
    'a wrong spec',
    { spec: { kind: 'invalid', file: 'hardening.yaml', problems: 2 } },
    [['spec', 'error', /harden validate hardening\.yaml/]],
  ],
  [
    'a spec without a lock',
    { spec: { kind: 'valid', file: 'h.yaml', schema: true, locked: false } },
    [['spec', 'warning', /harden lock/]],
  ],
  [
    'a spec that names no schema',
    { spec: { kind: 'valid', file: 'h.yaml', schema: false, locked: true } },
    [['spec', 'warning', /yaml-language-server/]],
  ],
  [
    'a missing login',
    { registries: [closed] },
    [['registry dhi.io', 'warning', /docker login dhi\.io/]],
  ],
  ['a stored login', { registries: [{ ...closed, login: true }] }, []],
  ['a mirror', { registries: [{ ...closed, mirrored: true }] }, []],
  [
    'certificates that are none',
    { ca: { from: 'SSL_CERT_FILE', file: '/ca.pem', certificates: 0 } },
    [['network', 'error', /SSL_CERT_FILE/]],
  ],
  ['an old database', { databases: [old] }, [['database trivy-db:2', 'warning', /harden update/]]],
  [
    'what killed runs left',
    { leftRuns: ['.harden/run-1'], leftProcesses: [7] },
    [['leftovers', 'warning', /engine start ends them/]],
  ],
])('%s', (_name, facts, expected) => {
  expect(ill(facts)).toEqual(
    expected.map(([name, state, fix]) => [name, state, expect.stringMatching(fix)]),
  );
});

test.each([50, 80, 200])('fits %i columns', (width) => {
  const facts = { ...WELL, leftRuns: ['.harden/run-1'], cache: { folder: '/c', free: 1e9 } };
  const text = renderSymptoms(judgeFacts(facts), width, plain);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
});
