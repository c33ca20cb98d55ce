import { expect, test } from 'vitest';
import { codesOf, resolved } from './project.ts';

type Language = Parameters<typeof resolved>[0];

const MUSL = `with: {cgo: true}\ntoolchain: {image: "golang:1.24-alpine"}\n`;
const OF_MUSL = 'golang:1.24-alpine builds for musl: cgo links the program to';

/** What the first problem says, and how it is mended. */
const REFUSED: [language: Language, lines: string, message: string, hint: string][] = [
  [
    'go',
    MUSL,
    `debian has glibc, and ${OF_MUSL}`,
    'such as base: alpine, or name a toolchain with',
  ],
  ['go', `${MUSL}base: distroless`, `distroless base has glibc, and ${OF_MUSL}`, 'base: alpine'],
  ['go', `${MUSL}base: {slim: bookworm}`, `slim debian has glibc, and ${OF_MUSL}`, 'base: alpine'],
  ['python', 'base: alpine', 'alpine has musl, and docker.io/library/python:3.13', 'glibc'],
  [
    'python',
    'base: distroless\nwith: {version: "3.12"}',
    'distroless python3 has python 3.13, and the project asks for python 3.12',
    'write with: {version: "3.13"}, or take another base',
  ],
  [
    'python',
    'base: slim\nwith: {version: "3.9"}',
    'slim python has python 3.13, and the project asks for python 3.9',
    'write with: {version: "3.13"}',
  ],
  [
    'python',
    'base: {distroless: debian12}',
    'distroless cc has no python 3.13: the',
    'base: debian',
  ],
  [
    'python',
    'base: chainguard',
    'chainguard glibc-dynamic has no python 3.13: the',
    'base: debian',
  ],
  ['go', 'base: {dhi: debian12}', 'what dhi has of debian12 brings python 3.13', 'another release'],
  ['go', 'base: {dhi: static-debian12}', 'dhi has no such flavour of that release', 'alone'],
  ['go', 'base: {distroless: bsae}', 'distroless has no "bsae"', 'did you mean base?'],
  [
    'go',
    'base: {slim: buster}',
    'slim has no "buster"',
    'use one of: debian, python, node, trixie',
  ],
];

test.each(REFUSED)('%s with %j is refused', (language, lines, message, hint) => {
  const result = resolved(language, lines);
  const [first] = result.ok ? [] : result.diagnostics;
  expect(first?.message).toContain(message);
  expect(first?.hint).toContain(hint);
  expect(first?.span?.file).toBe('hardening.yaml');
});

test('the project asks for a Python by .python-version as well', () => {
  const files = { 'requirements.txt': '', '.python-version': '3.12\n' };
  const codes = (base: string) => codesOf(resolved('python', `base: ${base}`, files));
  expect(codes('distroless')).toEqual(['plan/version-mismatch']);
  expect(codes('slim')).toEqual([]);
});
