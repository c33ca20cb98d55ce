import { expect, test } from 'vitest';
import { codesOf, resolved } from './project.ts';

const DIGEST = `@sha256:${'a'.repeat(64)}`;
const DISTROLESS = 'gcr.io/distroless/static-debian13';

const REFUSED: [ref: string, why: string, instead: string][] = [
  [DISTROLESS, 'it runs as root', 'nonroot'],
  [`${DISTROLESS}:latest`, 'it runs as root', 'nonroot'],
  [`${DISTROLESS}:latest${DIGEST}`, 'it runs as root', 'nonroot'],
  [`${DISTROLESS}:debug`, 'it runs as root and has a shell', 'nonroot'],
  [`${DISTROLESS}:debug-nonroot`, 'it has a shell', 'nonroot'],
  ['gcr.io/distroless/base:debug', 'it runs as root and has a shell', 'nonroot'],
  ['gcr.io/distroless/java17-debian12', 'it runs as root', 'nonroot'],
  ['dhi.io/python:3.13-debian13-dev', 'a toolchain', 'the tag without -dev'],
  ['dhi.io/eclipse-temurin:21-debian13-sdk', 'a toolchain', 'the tag without -sdk'],
];

test.each(REFUSED)('%s must not ship', (ref, why, instead) => {
  const result = resolved('go', `base: {image: "${ref}"}`);
  expect(codesOf(result)).toEqual(['plan/base-refused']);
  const [problem] = result.ok ? [] : result.diagnostics;
  expect(problem?.message).toContain(`${ref} must not ship: it`);
  expect(problem?.message).toContain(why);
  expect(problem?.hint).toContain(`take ${instead}, or write base: `);
  expect(problem?.span).toMatchObject({ file: 'hardening.yaml', line: 4 });
});

test.each([
  `${DISTROLESS}:nonroot`,
  `${DISTROLESS}:nonroot${DIGEST}`,
  // A digest alone may be that of any tag.
  `${DISTROLESS}${DIGEST}`,
  'gcr.io/distroless/base-nossl-debian12:nonroot',
  'dhi.io/python:3.13-debian13',
  'debian:latest',
  'registry.example.com:5000/team/static-debian13:debug',
  'registry.example.com/gcr.io/distroless/static-debian13:debug',
])('%s is taken as it is', (ref) => {
  const result = resolved('go', `base: {image: "${ref}"}`);
  expect(result).toMatchObject({ ok: true, value: { base: { kind: 'image', ref } } });
});
