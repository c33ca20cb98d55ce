import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { expect, test } from 'vitest';
import { ROOT } from '../program.ts';

const DIST = join(ROOT, 'dist');

/** Licences whose terms are met by giving their text; LGPL also by being a file of its own. */
const ALLOWED = ['Apache-2.0', 'BlueOak-1.0.0', 'ISC', 'LGPL-3.0+', 'MIT'];

/** What harden itself imports; what these import comes with them. */
const IMPORTED = [
  ...['@dagger.io/dagger', '@noble/ciphers', '@sigstore/bundle', '@sigstore/protobuf-specs'],
  ...['@sigstore/verify', 'cac', 'fflate', 'openpgp', 'tar-stream', 'undici', 'xz-decompress'],
  ...['yaml', 'zod'],
];

const notices = (await readFile(join(DIST, 'THIRD-PARTY-NOTICES'), 'utf8'))
  .split(`\n${'='.repeat(80)}\n\n`)
  .slice(1)
  .map((text) => {
    const [, name = '', version = '', licence = ''] =
      /^(\S+) (\S+)\nLicence: (.+)\n/.exec(text) ?? [];
    return { name, version, licence, text };
  });
const names = (await readdir(DIST, { recursive: true })).filter((name) => name.endsWith('.js'));
const files = await Promise.all(
  names.map(async (name) => ({
    name,
    packages: packagesIn(await readFile(join(DIST, name), 'utf8')),
  })),
);

/** The bundler writes the path of a module before it, but for those that begin with a notice. */
function packagesIn(text: string): string[] {
  const paths = text.matchAll(/^\s*\/\/ (node_modules\/\S+)$/gm);
  const inner = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/;
  return [...new Set([...paths].map(([, path = '']) => inner.exec(path)?.[1] ?? path))];
}

test('every package that is bundled is named, with its licence', () => {
  const bundled = new Set(files.flatMap(({ packages }) => packages));
  expect(bundled.size).toBeGreaterThan(20);
  const named = new Set(notices.map(({ name }) => name));
  expect([...bundled].filter((name) => !named.has(name))).toEqual([]);
  expect([...named]).toEqual(expect.arrayContaining(IMPORTED));
  for (const { name, version, text } of notices) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
    expect(text.length, name).toBeGreaterThan(600);
  }
});

test('the bill of materials that scanners read lists the same', async () => {
  const text = await readFile(join(DIST, 'bundled.cdx.json'), 'utf8');
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  expect(await validator.validate(text)).toBeNull();
  const components: { name: string; version: string; purl: string }[] = JSON.parse(text).components;
  const listed = components.map(({ name, version }) => ({ name, version }));
  expect(listed).toEqual(notices.map(({ name, version }) => ({ name, version })));
  expect(components.map(({ purl }) => purl)).toContainEqual(
    expect.stringMatching(/^pkg:npm\/%40dagger\.io\/dagger@\d/),
  );
});

test('each licence is one that a bundle may hold', () => {
  expect(notices.filter(({ licence }) => !ALLOWED.includes(licence))).toEqual([]);
});

test('what is under the LGPL can be replaced: its file holds nothing else', () => {
  const lesser = notices.filter(({ licence }) => licence.startsWith('LGPL'));
  expect(lesser.map(({ name }) => name)).toEqual(['openpgp']);
  expect(lesser[0]?.text).toContain('GNU GENERAL PUBLIC LICENSE');
  const holding = files.filter(({ packages }) => packages.includes('openpgp'));
  expect(holding.map(({ packages }) => packages)).toEqual([['openpgp']]);
});
