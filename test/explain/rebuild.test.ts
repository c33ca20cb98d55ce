import { expect, test } from 'vitest';
import { explainRebuild } from '../../src/explain/rebuild.ts';
import type { BuildInputs } from '../../src/explain/types.ts';

const BEFORE: BuildInputs = {
  finished: '2026-06-14T00:00:00Z',
  plan: { base: { kind: 'debian', packages: ['libc6'] }, config: { User: '65532' } },
  used: { 'base debian:trixie': 'sha256:1', 'package libc6 of the base': '2.41-1' },
  files: { 'main.go': 'a', 'old.go': 'b' },
};

const why = (rest: Partial<BuildInputs>) =>
  explainRebuild(BEFORE, { ...BEFORE, finished: '2026-06-15T00:00:00Z', ...rest }).why;

test('the same inputs are told as such', () => {
  expect(why({})).toEqual(['nothing changed: both had the same inputs']);
});

test('the plan is told by the place that differs, also where a part of it is new', () => {
  const plan = { base: { kind: 'debian', packages: ['libc6', 'tzdata'] }, memory: 1 };
  expect(why({ plan })).toEqual([
    'the plan changed at base.packages.1',
    'the plan changed at config',
    'the plan changed at memory',
  ]);
});

test('names that stand for something else, new ones and those that are gone', () => {
  const used = { 'base debian:trixie': 'sha256:2', 'image redis:8': 'sha256:3' };
  expect(why({ used })).toEqual([
    'base debian:trixie was sha256:1 and is sha256:2',
    'image redis:8 is new: sha256:3',
    'package libc6 of the base is gone',
  ]);
});

test('files that changed, are new and are gone, not all of very many', () => {
  expect(why({ files: { 'main.go': 'z', 'new.go': 'c' } })).toEqual([
    'main.go changed',
    'new.go is new',
    'old.go is gone',
  ]);
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, 'x']));
  expect(why({ files: many }).at(-1)).toBe('and 82 more files');
  expect(why({ files: undefined })).toEqual([
    'the project has too many files to tell which changed',
  ]);
});
