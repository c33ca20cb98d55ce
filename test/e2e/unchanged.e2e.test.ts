import { createReadStream } from 'node:fs';
import { appendFile, cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collectFiles } from '../../src/oci/collect.ts';
import { readLayout } from '../../src/oci/layout.ts';
import type { ManyReport } from '../../src/report/many/types.ts';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { buildReport } from './json.ts';
import { tinyProject } from './tiny.ts';

test('a locked project is built once, and again when something changed', async () => {
  const folder = await copyExample('go-api');
  expect((await harden(['lock', folder])).code).toBe(0);
  const built = await buildReport(folder);
  const archive = join(folder, '.harden', 'go-api.tar');
  const build = async (...args: string[]) => {
    const { code, stdout, stderr } = await harden(['build', folder, '--json', ...args]);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout);
  };
  const since = built.times?.finished;
  expect(await build('--output', archive)).toEqual({ ...built, unchanged: { since } });
  expect((await stat(archive)).size).toBeGreaterThan(1_000_000);

  const source = join(folder, 'main.go');
  const text = await readFile(source, 'utf8');
  await appendFile(source, '\nvar changed = 1\n');
  const changed = await build();
  expect(changed.unchanged).toBeUndefined();
  await writeFile(source, text);
  // The image of these sources is not there any more.
  const back = await build();
  expect(back.unchanged).toBeUndefined();
  expect(back.image.digest).toBe(built.image.digest);
  expect((await build()).unchanged).toEqual({ since: back.times.finished });
});

const SPEC = `version: 1
language: binary
with: {libc: none, file: dist/tiny, name: tiny}
base: {distroless: static}
entrypoint: [/app/tiny]
smoke: [{run: [/app/tiny]}]
`;

const TREE = [
  ...['a/b/c.txt', 'a/x.md', 'src/main.c', 'src/test/t.c', 'src/tests/y.c', 'we[i]rd/f', 'weird/f'],
  ...['.hidden/f', 'build/out.o', 'docs/a.md', 'deep/a/b/c/d.txt', 'two words/f', 'tests/x'],
  ...['node_modules/p/i.js', '.env', 'top.md', 'ü.txt'],
];

/** Patterns that the engine may read in another way than we: what each takes is the same, or less. */
const PATTERNS: [include: string[], exclude: string[], same: boolean][] = [
  [['**'], [], true],
  [['**'], ['**/tests', '*.md'], true],
  [['./src/', 'dist/**'], [], true],
  [['**/*.c', 'dist/tiny'], [], true],
  [['*'], [], true],
  [['a/*', 'dist'], [], true],
  [['.'], ['deep/a'], true],
  [['**/b', 'dist'], [], true],
  [['**'], ['a/b/'], true],
  [['**'], ['**/b/**'], true],
  [['d*', 's?c'], [], true],
  [['**'], ['./docs', 'two words'], true],
  [['**'], ['we[i]rd'], false],
  [['src//test', 'dist'], [], false],
];

const LISTING = `${SPEC}build: {steps: [{run: [sh, -c, "find . > /tmp/list && mv /tmp/list list.txt"]}]}
artifacts:
  - {from: /src/list.txt, to: /app/list.txt}
  - {from: /src/dist/tiny, to: /app/tiny, mode: "0755"}
images:
`;

test('what is watched is what the engine is sent', async () => {
  const images = PATTERNS.map(
    ([include, exclude], at) => `  p${at}: {source: ${JSON.stringify({ include, exclude })}}\n`,
  );
  const tree = Object.fromEntries(TREE.map((path) => [path, path]));
  const spec = { 'hardening.yaml': LISTING + images.join('') };
  const folder = await tinyProject({ ...tree, ...spec });
  const { code, stderr } = await harden(['build', folder, '--force']);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  for (const [at, [, , same]] of PATTERNS.entries()) {
    const output = join(folder, '.harden', 'images', `p${at}`);
    const listed = (await listIn(join(output, 'image'))).sort();
    const { sources } = JSON.parse(await readFile(join(output, 'stamp.json'), 'utf8'));
    const watched = Object.keys(sources.entries).sort();
    expect({ at, missed: listed.filter((path) => !watched.includes(path)) }).toEqual({
      at,
      missed: [],
    });
    if (same) expect({ at, watched }).toEqual({ at, watched: listed });
  }
});

/** What the step of an image saw. */
async function listIn(dir: string): Promise<string[]> {
  const { layers, blobPath } = await readLayout(dir);
  const last = layers.at(-1)?.descriptor.digest ?? '';
  const files = await collectFiles(
    createReadStream(blobPath(last)),
    (path) => path === 'app/list.txt',
    join(dir, '..'),
  );
  const text = files.get('app/list.txt')?.toString() ?? '';
  return text.split('\n').flatMap((line) => (line.startsWith('./') ? [line.slice(2)] : []));
}

test('of many images only those are built that changed', async () => {
  const names = ['a', 'b', 'c'];
  const root = await tinyProject({ 'hardening.yaml': 'version: 1\nworkspace: [a, b, c]\n' });
  for (const name of names) {
    await mkdir(join(root, name));
    await cp(join(root, 'dist'), join(root, name, 'dist'), { recursive: true });
    await writeFile(join(root, name, 'hardening.yaml'), SPEC);
  }
  const build = async (...args: string[]): Promise<ManyReport['images']> => {
    const { code, stdout, stderr } = await harden(['build', root, '--json', ...args]);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout).images;
  };
  const builtOf = (images: ManyReport['images']) =>
    images.flatMap(({ label, report }) => (report?.unchanged ? [] : [label.slice(-1)]));
  const first = await build();
  expect(builtOf(first)).toEqual(names);
  const second = await build();
  expect(builtOf(second)).toEqual([]);
  const digests = (images: ManyReport['images']) =>
    images.map(({ report }) => report?.image.digest);
  expect(digests(second)).toEqual(digests(first));
  await appendFile(join(root, 'b', 'dist', 'tiny'), 'more');
  const third = await build();
  expect(builtOf(third)).toEqual(['b']);
  expect(third.map(({ label }) => label.slice(-1))).toEqual(names);
  expect(builtOf(await build('--force'))).toEqual(names);
});
