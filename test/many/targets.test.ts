import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTargets } from '../../src/many/targets.ts';

const ONE = 'version: 1\nlanguage: go\nentrypoint: [/app/server]\n';
const TWO = `${ONE}images: {api: {}, worker: {}}\n`;
let folder: string;
let previous: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-targets-'));
  previous = process.cwd();
  process.chdir(folder);
  await place('services/b', ONE);
  await place('services/a', ONE);
  await place('services/.hidden', ONE);
  await place('services/node_modules', ONE);
  await mkdir('services/empty');
  await place('shop', TWO);
  await place('ws', 'version: 1\nworkspace: ["svc-*", tools/x]\n');
  await place('ws/svc-1', TWO);
  await place('ws/svc-2', 'version: 1\nlanguge: go\nentrypoint: [/a]\n');
  await place('ws/tools/x', ONE);
  await place('nested', 'version: 1\nworkspace: [inner, gone, "no-*"]\n');
  await place('nested/inner', 'version: 1\nworkspace: [x]\n');
});

afterAll(async () => {
  process.chdir(previous);
  await rm(folder, { recursive: true, force: true });
});

async function place(name: string, text: string) {
  await mkdir(name, { recursive: true });
  await writeFile(join(name, 'hardening.yaml'), text);
}

async function found(...paths: string[]) {
  return (await findTargets(paths)).map(({ label, path, image, read }) =>
    [
      label,
      path,
      ...(image ? [image] : []),
      ...(read.ok ? [] : read.diagnostics.map(({ code }) => code)),
    ].join(' '),
  );
}

test('a folder, a file, and each image of a spec are targets of their own', async () => {
  expect(await found('services/a', './shop/hardening.yaml')).toEqual([
    'services/a services/a',
    'shop:api ./shop/hardening.yaml api',
    'shop:worker ./shop/hardening.yaml worker',
  ]);
});

test('one that is named twice is there once', async () => {
  expect(await found('services/a', 'services/a/hardening.yaml', './services/a/')).toEqual([
    'services/a services/a',
  ]);
});

test('a workspace names folders; what is wrong in one of them is told of that one', async () => {
  expect(await found('ws')).toEqual([
    'ws/svc-1:api ws/svc-1 api',
    'ws/svc-1:worker ws/svc-1 worker',
    'ws/svc-2 ws/svc-2 spec/missing-key spec/unknown-key',
    'ws/tools/x ws/tools/x',
  ]);
});

test('a star finds folders with a spec, in their order, and neither hidden ones nor those of npm', async () => {
  await place('.', 'version: 1\nworkspace: ["s*/*"]\n');
  expect(await found('.')).toEqual(['services/a services/a', 'services/b services/b']);
});

test('what a workspace names is there, and is no workspace', async () => {
  expect(await found('nested')).toEqual([
    'nested/inner nested/inner spec/conflict',
    'nested/gone nested/gone spec/missing-file',
    'no-* no-* spec/missing-file',
  ]);
});
