import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { contentsOf } from '../../src/engine/node-layer.ts';
import { integrityOf } from '../../src/engine/npm.ts';
import { DISTROLESS_NODE_RECIPE, NODE_RECIPE } from '../../src/engine/recipe.ts';
import { collect, folder } from '../oci/contents.ts';

async function tarball(files: Record<string, number>): Promise<string> {
  const tar = pack();
  for (const [name, mode] of Object.entries(files)) tar.entry({ name, mode }, name);
  tar.finalize();
  const file = join(await folder(), 'package.tgz');
  await writeFile(file, gzipSync(await collect(tar as AsyncIterable<Uint8Array>)));
  return file;
}

async function listed(...args: Parameters<typeof contentsOf>): Promise<string[]> {
  const lines: string[] = [];
  for await (const { entry, body } of contentsOf(...args)) {
    if (body) await collect(body);
    lines.push(`${entry.mode.toString(8)} ${entry.path} ${entry.target ?? ''}`.trim());
  }
  return lines;
}

const NODE = {
  'package/LICENSE': 0o644,
  'package/bin/node': 0o755,
  'package/include/node/node.h': 0o664,
  'package/package.json': 0o644,
};

test('the official image has Node, its headers and npm in /usr/local', async () => {
  const { node, npm } = NODE_RECIPE;
  const tarballs = [
    { file: await tarball(NODE), parts: node.parts },
    { file: await tarball({ 'package/bin/npm-cli.js': 0o755 }), parts: npm?.parts ?? [] },
  ];
  expect((await listed(tarballs, npm?.links ?? {})).slice(2)).toEqual([
    '644 usr/local/LICENSE',
    '755 usr/local/bin',
    '755 usr/local/bin/node',
    '755 usr/local/include',
    '755 usr/local/include/node',
    '644 usr/local/include/node/node.h',
    '755 usr/local/lib',
    '755 usr/local/lib/node_modules',
    '755 usr/local/lib/node_modules/npm',
    '755 usr/local/lib/node_modules/npm/bin',
    '755 usr/local/lib/node_modules/npm/bin/npm-cli.js',
    '777 usr/local/bin/npm ../lib/node_modules/npm/bin/npm-cli.js',
    '777 usr/local/bin/npx ../lib/node_modules/npm/bin/npx-cli.js',
  ]);
});

test('distroless has the program alone', async () => {
  const { parts } = DISTROLESS_NODE_RECIPE.node;
  const lines = await listed([{ file: await tarball(NODE), parts }], {});
  expect(lines.filter((line) => line.startsWith('644') || line.endsWith('/node'))).toEqual([
    '644 nodejs/LICENSE',
    '755 nodejs/bin/node',
  ]);
});

test('an entry that leaves the package is refused', async () => {
  const file = await tarball({ 'package/bin/../../../etc/passwd': 0o644 });
  await expect(listed([{ file, parts: NODE_RECIPE.node.parts }], {})).rejects.toThrow('".."');
});

test('integrity is what lock files have', async () => {
  const file = join(await folder(), 'hello');
  await writeFile(file, 'hello');
  expect(await integrityOf(file)).toBe(
    'sha512-m3HSJL1i83hdltRq0+o9czGb+8KJDKra4t/3JRlnPKcjI8PZm6XBHXx6zG4UuMXaDEZjR1wuXDre9G9zvN7AQw==',
  );
});
