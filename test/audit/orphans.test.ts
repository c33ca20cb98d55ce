import { expect, test } from 'vitest';
import { orphans } from '../../src/audit/orphans.ts';
import type { Judgement, Part } from '../../src/audit/types.ts';

/** `name: asked for`, each a part of its own. */
function found(graph: Record<string, string[]>, verdicts: Record<string, Judgement['verdict']>) {
  const parts = Object.entries(graph).map(
    ([name, depends]): Part => ({
      ...{ id: name, name, version: '1', type: 'deb', purl: '', files: [], size: 0, path: '' },
      depends,
    }),
  );
  const judged = Object.entries(verdicts).map(([name, verdict]): [string, Judgement] => [
    name,
    { verdict, why: '' },
  ]);
  return Object.fromEntries(orphans(parts, new Map(judged)));
}

test('what an unnecessary part alone asks for goes with it, and what that asks for too', () => {
  const graph = { curl: ['libcurl'], libcurl: ['libssh'], libssh: [] };
  expect(found(graph, { curl: 'unnecessary' })).toEqual({
    libcurl: 'only curl asks for it',
    libssh: 'only libcurl asks for it',
  });
});

test('what somebody else asks for stays, and so does what that asks for', () => {
  const graph = { curl: ['libcurl'], other: ['libcurl'], libcurl: ['libssh'], libssh: [] };
  expect(found(graph, { curl: 'unnecessary' })).toEqual({});
  expect(found(graph, { curl: 'unnecessary', other: 'unknown' })).toEqual({});
});

test('parts that ask for each other go together', () => {
  const graph = { curl: ['a'], a: ['b'], b: ['a'] };
  expect(Object.keys(found(graph, { curl: 'unnecessary' }))).toEqual(['a', 'b']);
  expect(found({ ...graph, other: ['b'] }, { curl: 'unnecessary' })).toEqual({});
});

test('what has a verdict keeps it, and what nobody asks for has no reason', () => {
  const graph = { curl: ['libc'], libc: [], alone: [] };
  expect(found(graph, { curl: 'unnecessary', libc: 'needed' })).toEqual({});
});

test('many that ask are named in part', () => {
  const graph = { a: ['x'], b: ['x'], c: ['x'], d: ['x'], x: [] };
  const all = Object.fromEntries(['a', 'b', 'c', 'd'].map((one) => [one, 'unnecessary'] as const));
  expect(found(graph, all)).toEqual({ x: 'only a, b, c and 1 more ask for it' });
});
