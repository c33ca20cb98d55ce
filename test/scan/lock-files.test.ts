import { expect, test } from 'vitest';
import { lockFilesOf } from '../../src/scan/lock-files.ts';

const projectWith = (...files: string[]) => ({ has: (path: string) => files.includes(path) });

test('lock files and what they are read with, and those that the spec names', () => {
  const project = projectWith('go.mod', 'go.sum', 'main.go', 'deploy/requirements-prod.txt');
  expect(lockFilesOf(project, ['deploy/requirements-prod.txt', 'gone.lock'])).toEqual([
    'deploy/requirements-prod.txt',
    'go.mod',
    'go.sum',
  ]);
});

test('a project without any has none', () => {
  expect(lockFilesOf(projectWith('main.c'), [])).toEqual([]);
});
