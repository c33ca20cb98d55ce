import { expect, test } from 'vitest';
import { ciLog } from '../../src/ci/log.ts';
import { ciSystem, isCi } from '../../src/ci/system.ts';

const now = () => new Date('2026-11-26T08:00:00Z');

function logOf(system: 'github' | 'gitlab' | 'azure') {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  return { log: ciLog({ system, write, now }), read: () => text };
}

test.each([
  ['github', '::group::harden at work\n::endgroup::\n'],
  ['azure', '##[group]harden at work\n##[endgroup]\n'],
  [
    'gitlab',
    '\x1b[0Ksection_start:1795680000:harden_1[collapsed=true]\r\x1b[0Kharden at work\n' +
      '\x1b[0Ksection_end:1795680000:harden_1\r\x1b[0K\n',
  ],
] as const)('%s folds a part of the log', (system, marks) => {
  const { log, read } = logOf(system);
  log.fold('harden at work')();
  expect(read()).toBe(marks);
});

test('no more annotations are written than are shown, of each level', () => {
  const { log, read } = logOf('github');
  const errors = Array.from({ length: 25 }, (_, index) => index);
  log.annotate(errors.map((n) => ({ level: 'error', title: 't', message: `e${n}` })));
  log.annotate([{ level: 'warning', title: 't', message: 'w' }]);
  expect(read().match(/^::error/gm)).toHaveLength(10);
  expect(read()).toContain('::e9\n::warning title=t::w\n');
});

test('a CI is known by what it sets in every job', () => {
  expect(ciSystem({ GITHUB_ACTIONS: 'true', CI: 'true' })).toBe('github');
  expect(ciSystem({ GITLAB_CI: 'true', CI: 'true' })).toBe('gitlab');
  expect(ciSystem({ TF_BUILD: 'True' })).toBe('azure');
  expect(ciSystem({ CI: 'true' })).toBeUndefined();
  expect(isCi({ TF_BUILD: 'True' })).toBe(true);
  expect(isCi({ JENKINS_URL: 'http://jenkins/' })).toBe(true);
  expect(isCi({ HOME: '/root' })).toBe(false);
});
