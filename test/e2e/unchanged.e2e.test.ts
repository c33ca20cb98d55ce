import { appendFile, cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
