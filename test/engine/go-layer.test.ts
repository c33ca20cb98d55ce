import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { distribution } from '../../src/engine/go-layer.ts';
import { GO_RECIPE } from '../../src/engine/recipe.ts';
import { collect, folder } from '../oci/contents.ts';

const MODULE = {
  VERSION: 'go1.26.8',
  'bin/go': 'go',
  'lib/wasm/go_js_wasm_exec': 'wasm',
  'lib/wasm/wasm_exec.js': 'js',
  'pkg/tool/linux_amd64/compile': 'compile',
  'src/_go.mod': 'module std',
  'src/cmd/_go.mod': 'module cmd',
  'src/net/http/http.go': 'package http',
  'src/net/http/http_test.go': 'package http',
  'src/net/http/testdata/_go.mod': 'module testdata',
  'src/net-x.go': 'package x',
};

/** What the go command does to a toolchain in the module cache when it first uses it. */
const USED = { 'src/go.mod': 'module std', 'src/cmd/go.mod': 'module cmd' };

async function moduleOf(files: Record<string, string>): Promise<string> {
  const dir = await folder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text, { mode: 0o444 });
  }
  return dir;
}

async function listed(dir: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { entry, body } of distribution(dir, GO_RECIPE)) {
    const text = body ? String(await collect(body)) : '';
    lines.push(`${entry.mode.toString(8)} ${entry.path} ${text}`.trim());
  }
  return lines;
}

test('a module becomes the distribution: names, modes and order', async () => {
  expect(await listed(await moduleOf(MODULE))).toEqual([
    '755 usr',
    '755 usr/local',
    '755 usr/local/go',
    '644 usr/local/go/VERSION go1.26.8',
    '755 usr/local/go/bin',
    '755 usr/local/go/bin/go go',
    '755 usr/local/go/lib',
    '755 usr/local/go/lib/wasm',
    '755 usr/local/go/lib/wasm/go_js_wasm_exec wasm',
    '644 usr/local/go/lib/wasm/wasm_exec.js js',
    '755 usr/local/go/pkg',
    '755 usr/local/go/pkg/tool',
    '755 usr/local/go/pkg/tool/linux_amd64',
    '755 usr/local/go/pkg/tool/linux_amd64/compile compile',
    '755 usr/local/go/src',
    '755 usr/local/go/src/cmd',
    '644 usr/local/go/src/cmd/go.mod module cmd',
    '644 usr/local/go/src/go.mod module std',
    '755 usr/local/go/src/net',
    '644 usr/local/go/src/net-x.go package x',
    '755 usr/local/go/src/net/http',
    '644 usr/local/go/src/net/http/http.go package http',
  ]);
});

test('a module cache that was used gives the same entries', async () => {
  const used = await moduleOf({ ...MODULE, ...USED });
  await chmod(join(used, 'bin/go'), 0o755);
  expect(await listed(used)).toEqual(await listed(await moduleOf(MODULE)));
});
