import { expect, test } from 'vitest';
import type { SmokeTest } from '../../src/plan/types.ts';
import { programsOf } from '../../src/smoke/programs.ts';
import { http, listen, run } from './tests.ts';

const image = {
  architecture: 'amd64',
  os: 'linux',
  config: { Entrypoint: ['/app/server'], Cmd: ['--serve'] },
  rootfs: { type: 'layers' as const, diff_ids: [] },
};
const user = { uid: 1, gid: 2 };

test('tests of the image’s own program share one start, and a run replaces it', () => {
  const programs = programsOf([listen, run, http], image, { users: [user], writable: [] });
  expect(programs.map(({ config }) => config.process.args)).toEqual([
    ['/app/server', '--serve'],
    ['/app/server', '--version'],
  ]);
  expect(programs.map(({ tests }) => tests.map(({ index }) => index))).toEqual([[0, 2], [1]]);
});

test('the place of a test in the spec is nothing that a cache may depend on', () => {
  expect(
    JSON.stringify(programsOf([listen], image, { users: [user], writable: [] })),
  ).not.toContain('line');
});

test('a health check is asked of the image’s own program, from a container beside it', () => {
  const health: SmokeTest = { kind: 'health', run: ['/check'], timeout: 30, origin: run.origin };
  const [own, ...rest] = programsOf([listen, health], image, { users: [user], writable: [] });
  expect(rest).toEqual([]);
  expect(own?.tests[1]).toMatchObject({
    kind: 'health',
    config: { process: { args: ['/check'], user } },
  });
});
