import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findPackage } from '../../src/preset/package.ts';

const GOOD = { name: '@acme/go', version: '1.2.3', exports: './preset.yaml' };

/** Looks from a folder below the one with node_modules. */
async function found(manifest: string | undefined, files = ['preset.yaml']) {
  const root = await mkdtemp(join(tmpdir(), 'harden-package-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const place = join(root, 'node_modules', '@acme', 'go');
  await mkdir(join(root, 'apps', 'api'), { recursive: true });
  for (const file of files) {
    await mkdir(dirname(join(place, file)), { recursive: true });
    await writeFile(join(place, file), 'name: x\n');
  }
  if (manifest !== undefined) await writeFile(join(place, 'package.json'), manifest);
  const result = await findPackage('@acme/go', join(root, 'apps', 'api'));
  return { result, place };
}

test.each([
  ['a text', GOOD],
  ['a map', { ...GOOD, exports: { '.': './preset.yaml', './x': './x.js' } }],
])('exports as %s', async (_what, manifest) => {
  const { result, place } = await found(JSON.stringify(manifest));
  expect(result).toMatchObject({
    ok: true,
    value: { name: '@acme/go', version: '1.2.3', file: join(place, 'preset.yaml') },
  });
});

test('a package that is not there is no error here', async () => {
  expect((await found(undefined)).result).toMatchObject({ ok: true, value: undefined });
});

const BAD: [what: string, manifest: string, says: string][] = [
  ['no JSON', '{', 'no name or no version'],
  ['a list', '[]', 'no name or no version'],
  ['no exports', JSON.stringify({ ...GOOD, exports: undefined }), 'exports no preset.yaml'],
  ['code', JSON.stringify({ ...GOOD, exports: './index.js' }), 'exports no preset.yaml'],
  ['a file outside', JSON.stringify({ ...GOOD, exports: '../preset.yaml' }), 'is not in it'],
  [
    'a file that is not there',
    JSON.stringify({ ...GOOD, exports: './a/preset.yaml' }),
    'not in it',
  ],
];

test.each(BAD)('%s is an error with the file and the fix', async (_what, manifest, says) => {
  const { result } = await found(manifest, ['preset.yaml', '../preset.yaml']);
  expect(result).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'preset/invalid', message: expect.stringContaining(says) }],
  });
});
