import { expect, test } from 'vitest';
import { builtIn, resolved, unwrap } from './project.ts';

type Language = Parameters<typeof resolved>[0];
type Case = [language: Language, lines: string, ref: string, reason: string];

const CGO = 'with: {cgo: true}\n';
const WHEELS = 'python 3.13, libc, libstdc++';
const NOTHING = 'the smallest, as the program needs nothing of its base';

const CHOSEN: Case[] = [
  [
    'go',
    'base: distroless',
    'distroless/static-debian13:nonroot',
    `static on debian13: ${NOTHING}`,
  ],
  [
    'go',
    `${CGO}base: distroless`,
    'distroless/base-debian13:nonroot',
    'base on debian13: the smallest with libc',
  ],
  [
    'go',
    `${CGO}base: {distroless: debian12}`,
    'distroless/base-debian12:nonroot',
    'base on debian12: the smallest with libc',
  ],
  [
    'go',
    'base: {distroless: cc}',
    'distroless/cc-debian13:nonroot',
    'cc on debian13: the spec names the flavour',
  ],
  [
    'python',
    'base: distroless',
    'distroless/python3-debian13:nonroot',
    `python3 on debian13: the smallest with ${WHEELS}`,
  ],
  ['go', 'base: chainguard', 'chainguard/static:latest', `static on wolfi: ${NOTHING}`],
  [
    'go',
    `${CGO}base: chainguard`,
    'chainguard/glibc-dynamic:latest',
    'glibc-dynamic on wolfi: the smallest with libc',
  ],
  [
    'python',
    'base: slim\nwith: {version: "3.12.4"}',
    'library/python:3.12-slim-trixie',
    'python 3.12 on trixie: the smallest with python 3.12.4, libc, libstdc++',
  ],
  [
    'python',
    'base: {dhi: debian12}',
    'dhi.io/python:3.13-debian12',
    `python 3.13 on debian12: the smallest with ${WHEELS}`,
  ],
  [
    'go',
    `${CGO}base: alpine\ntoolchain: {image: "golang:1.24-alpine"}`,
    'library/alpine:3.23',
    'alpine on 3.23: the only one',
  ],
];

test.each(CHOSEN)('%s with %j', (language, lines, ref, reason) => {
  const { base, reasons } = unwrap(resolved(language, lines));
  expect(base.kind === 'image' && base.ref.endsWith(ref) ? ref : base).toBe(ref);
  expect(reasons.flavour).toBe(reason);
});

test('a program of C++ gets the flavour with its library', () => {
  const preset = builtIn('go');
  const needs = ['libc', 'libstdc++'].map((what) => ({ what, why: 'it is linked to it' }));
  const cxx = { ...preset, data: { ...preset.data, needs } };
  const { base, reasons } = unwrap(resolved('go', 'base: distroless', undefined, cxx));
  expect(base).toMatchObject({ family: { flavour: 'cc' } });
  expect(reasons.flavour).toBe('cc on debian13: the smallest with libc, libstdc++');
});

test.each([
  ['', 'debian, as the spec names none: just what the language needs'],
  ['base: auto', 'debian, until harden choose --write has found a better one'],
  ['base: scratch', 'named in hardening.yaml:4'],
  ['base: {image: "debian:13-slim"}', 'named in hardening.yaml:4'],
])('the reason for %j', (lines, reason) => {
  expect(unwrap(resolved('go', lines)).reasons.base).toBe(reason);
});
