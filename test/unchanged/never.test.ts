import { expect, test } from 'vitest';
import { type Asking, neverAnswered } from '../../src/unchanged/never.ts';
import { testProject } from './project.ts';

const spec = (more: string) =>
  `version: 1\nlanguage: go\nentrypoint: [/app/server]\nsmoke: [{run: [/app/server]}]\n${more}\n`;
const SSH = `build: {ssh: {knownHosts: ./known_hosts}}`;

test.each([
  ['signature', 'base: {distroless: static}\npolicy: {signedBase: true}'],
  ['apk', 'base: alpine\nruntime: {packages: [libpng]}'],
  ['ssh', `base: {distroless: static}\n${SSH}`],
  ['platforms', 'base: {distroless: static}\nplatforms: [linux/amd64, linux/arm64]'],
  ['base', 'base: auto'],
])('%s: a build of such a spec is always made', async (reason, more) => {
  const project = await testProject({ 'hardening.yaml': spec(more), known_hosts: 'a b c\n' });
  expect(neverAnswered(await project.asking())).toBe(reason);
});

const signer = { bundle: async () => '' } as unknown as NonNullable<Asking['signer']>;

test.each<[string, Partial<Asking>]>([
  ['signed', { signer }],
  ['offline', { offline: {} }],
])('%s: the last build does not answer for such a one', async (reason, asking) => {
  const project = await testProject();
  await project.build();
  expect(await project.answer(asking)).toBe(reason);
  expect(await project.answer()).toBe('unchanged');
});
