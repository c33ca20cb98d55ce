import { expect, test } from 'vitest';
import { accepts } from '../../src/preset/rules.ts';
import { builtIn, codesOf, resolved, unwrap } from './project.ts';

const FILES = { 'package.json': '{}', 'package-lock.json': '{}' };
const LINES = 'entrypoint: [lighttpd, -D, -f, /app/lighttpd.conf]\n';
const site = (files: Record<string, string>, lines = '') =>
  resolved('go', LINES + lines, files, builtIn('static'));

test('what the build writes is served, and the settings are arguments', () => {
  const found = unwrap(site(FILES, 'with: {output: build, spa: false}\n'));
  expect(found.artifacts[0]).toMatchObject({ from: '/src/build', to: '/app/public' });
  expect(found.entrypoint.value[0]).toBe('/usr/sbin/lighttpd');
  expect(found.build.steps.at(-1)?.run.slice(-3)).toEqual([
    'build',
    "base-uri 'self'; frame-ancestors 'self'; object-src 'none'",
    'false',
  ]);
});

test('SvelteKit writes another folder', () => {
  const [folder] = unwrap(site({ ...FILES, 'svelte.config.js': '' })).artifacts;
  expect(folder?.from).toBe('/src/build');
});

test('a lock is needed', () => {
  expect(codesOf(site({ 'package.json': '{}' }))).toEqual(['plan/missing-source']);
});

test('a base without the server is refused before anything is built', () => {
  expect(codesOf(site(FILES, 'base: distroless\n'))).toEqual(['plan/base-unfit']);
});

test('no policy ends the text of the configuration that it is put into', () => {
  const csp = builtIn('static').data.inputs['csp'];
  const takes = (value: string) => csp && accepts(csp, value);
  expect(takes("default-src 'self' https://api.example.com; img-src * data:")).toBe(true);
  expect(takes('default-src "')).toBe(false);
  expect(takes('a\\')).toBe(false);
  expect(takes('a\nb')).toBe(false);
});
