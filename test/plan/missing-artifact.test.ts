import { expect, test } from 'vitest';
import { type Listing, missingArtifact } from '../../src/plan/missing-artifact.ts';

const origin = { file: 'hardening.yaml', line: 8, column: 12, length: 11 };
const preset = { preset: 'node', inputs: { output: 'dist', npm: '11.21.2', empty: '' } };

function told(
  from: string,
  listing: Listing,
  language: typeof preset | { preset: string } = preset,
) {
  return missingArtifact({ from, origin }, { inputs: {}, ...language }, listing);
}

test('what the folder has is listed, and the path most like the one that is missing is named', () => {
  const listing = { folder: '/out', names: ['servers', 'static/'] };
  expect(told('/out/server', listing)).toEqual({
    code: 'build/artifact-missing',
    severity: 'error',
    message: 'the build made no /out/server; /out has servers, static/',
    span: origin,
    hint: 'make a build step write /out/server, or name the path it does write under artifacts: from: /out/servers',
  });
});

test('a path that an input is part of is corrected there', () => {
  const names = ['package.json', 'build/', 'src/'];
  expect(told('/src/dist', { folder: '/src', names }).hint).toBe(
    'make a build step write /src/dist, or write the folder it does write: with: {output: build}',
  );
});

const HELD: [what: string, listing: Listing, says: string][] = [
  ['an empty folder', { folder: '/out', names: [] }, '; /out is empty'],
  ['the top', { folder: '/', names: ['usr/', 'src/'] }, '; / has src/, usr/'],
  [
    'many names',
    {
      folder: '/out',
      names: Array.from({ length: 30 }, (_, i) => `f${String(i).padStart(2, '0')}`),
    },
    'f10, f11 and 18 more',
  ],
];

test.each(HELD)('%s', (_what, listing, says) => {
  const { message, hint } = told('/out/a/b', listing);
  expect(message).toContain(says);
  expect(hint).toMatch(/under artifacts$/);
});
