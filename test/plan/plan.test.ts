import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canonicalJson, planDigest } from '../../src/plan/digest.ts';
import { plan } from '../../src/plan/plan.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { resolved, unwrap } from '../preset/project.ts';

const EXAMPLES = {
  go: 'runtime: {ports: [8080]}',
  python: `runtime: {ports: [8080], env: {LOG: debug}}
policy:
  vulnerabilities: {high: 1}
  ignore: [{id: CVE-2026-1234, until: "2026-12-31", reason: not reached, owner: me}]
  size: 80MB`,
};
const languages = ['go', 'python'] as const;
const planned = (language: 'go' | 'python', lines = EXAMPLES[language]) =>
  unwrap(plan(unwrap(resolved(language, lines))));

test.each(languages)('the plan of a %s project', async (language) => {
  const json = `${JSON.stringify(planned(language), null, 2)}\n`;
  await expect(json).toMatchFileSnapshot(join(import.meta.dirname, `${language}.golden.json`));
});

test.each(languages)('the plan of a %s project for people', async (language) => {
  const text = renderPlan(planned(language));
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, `${language}.golden.txt`));
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('a plan is plain JSON, and its digest that of its content', () => {
  const once = planned('go');
  expect(JSON.parse(JSON.stringify(once))).toEqual(once);
  expect(planDigest(once)).toBe(planDigest(JSON.parse(JSON.stringify(planned('go')))));
  expect(planDigest(once)).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(planDigest(planned('go', 'name: other'))).not.toBe(planDigest(once));
});

test('canonical JSON does not know in which order keys were set', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
});

test('every step and artifact says which line asked for it', () => {
  const { stages, artifacts } = planned('python', 'build: {steps: [{run: [make]}]}');
  const origins = [...stages.flatMap(({ steps }) => steps), ...artifacts].map((one) => one.origin);
  expect(origins.length).toBeGreaterThan(3);
  expect(origins.map(({ file }) => file)).toContain('hardening.yaml');
  for (const { line, column, length } of origins) {
    expect(Math.min(line, column, length)).toBeGreaterThanOrEqual(1);
  }
});

test('the config names the certificates, and leaves an image from a registry its environment', () => {
  const env = (lines: string) => planned('go', lines).config.Env;
  expect(env('')).toEqual([
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
  ]);
  expect(env('base: {image: "debian:13-slim"}')).toEqual([]);
  expect(env('base: scratch')).toEqual([]);
});
