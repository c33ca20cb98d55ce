import { expect, test } from 'vitest';
import { ignoredBy } from '../../src/plan/ignore.ts';
import { plan } from '../../src/plan/plan.ts';
import { GO_FILES, resolved, unwrap } from '../preset/project.ts';

const of = (files: Record<string, string>) => ignoredBy((path) => files[path]);

test('the file for images wins over the file for commits', () => {
  const both = { '.dockerignore': 'docs\n', '.gitignore': 'dist\n' };
  expect(of(both)).toEqual({ file: '.dockerignore', patterns: ['docs'] });
  expect(of({ '.gitignore': 'dist\n' })).toEqual({ file: '.gitignore', patterns: ['**/dist'] });
  expect(of({})).toBeUndefined();
});

const LINES: [line: string, docker: string[], git: string[]][] = [
  ['# comment', [], []],
  ['', [], []],
  ['/server', ['server'], ['server']],
  ['node_modules/', ['node_modules'], ['**/node_modules']],
  ['docs/*.md', ['docs/*.md'], ['docs/*.md']],
  ['!keep.txt  ', ['!keep.txt'], ['!**/keep.txt']],
  ['\\#odd', ['#odd'], ['**/#odd']],
  ['./a/./b', ['a/./b'], ['a/./b']],
  ['**/*.log\r', ['**/*.log'], ['**/*.log']],
  ['../outside', [], []],
  ['/', [], []],
];

test.each(LINES)('reads %j', (line, docker, git) => {
  expect(of({ '.dockerignore': `${line}\n` })?.patterns).toEqual(docker);
  expect(of({ '.gitignore': `${line}\n` })?.patterns).toEqual(git);
});

test('what the spec says comes after it, and a file included by its name comes back', () => {
  const lines = 'source: {include: ["**", dist/app], exclude: [tmp]}';
  const files = { ...GO_FILES, '.gitignore': 'dist\n' };
  const { stages } = unwrap(plan(unwrap(resolved('go', lines, files))));
  expect(stages.at(-1)?.files.exclude.slice(0, 4)).toEqual([
    '**/dist',
    '!dist/app',
    '**/*_test.go',
    'tmp',
  ]);
  // Lock files are named one by one, so nothing of them can be ignored by mistake.
  expect(stages[0]?.files.exclude).not.toContain('**/dist');
});
