import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { difference, touched, withContents } from '../../src/unchanged/contents.ts';
import { clockOf, type Entries, entryOf, isSettled, sizeOf } from '../../src/unchanged/entry.ts';
import { digestOf } from '../../src/unchanged/tool.ts';
import { keepingTimes } from './project.ts';

async function folder(): Promise<string> {
  const made = await realpath(await mkdtemp(join(tmpdir(), 'harden-contents-')));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function entriesIn(root: string): Promise<Entries> {
  const entry = await entryOf(join(root, 'a'));
  return entry ? { a: entry } : {};
}

const LATER = 3_600_000;

test('a file that nobody can have written since is not read again', async () => {
  const root = await folder();
  await writeFile(join(root, 'a'), 'one');
  const entries = await entriesIn(root);
  const known = { a: { ...entries['a'], is: entries['a']?.is ?? '', content: 'as it was' } };
  const before = { taken: Date.now() + LATER, entries: known };
  expect((await withContents(root, entries, before))['a']?.content).toBe('as it was');
});

test('one that was written as late as it was looked at is read', async () => {
  const root = await folder();
  await writeFile(join(root, 'a'), 'one');
  const entries = await entriesIn(root);
  const known = { a: { ...entries['a'], is: entries['a']?.is ?? '', content: 'as it was' } };
  for (const taken of [await clockOf(root), 0]) {
    const read = await withContents(root, entries, { taken, entries: known });
    expect(read['a']?.content).toMatch(/^sha256:/);
  }
});

test('an edit that keeps size and times is seen by the time of the change', async () => {
  const root = await folder();
  await writeFile(join(root, 'a'), 'one');
  const entries = await withContents(root, await entriesIn(root));
  await keepingTimes(join(root, 'a'), () => writeFile(join(root, 'a'), 'two'));
  const now = await entriesIn(root);
  expect(touched(entries, now)).toBe('a');
  const read = await withContents(root, now, { taken: Date.now() + LATER, entries });
  expect(difference(entries, read)).toBe('a');
});

test('an entry says what it is', async () => {
  const root = await folder();
  await writeFile(join(root, 'a'), 'one');
  const entry = await entryOf(join(root, 'a'));
  expect(entry?.is).toMatch(/^file \d+ \d+:\d+$/);
  expect(entry && sizeOf(entry)).toBe(3);
  expect(entry && isSettled(entry, Date.now() + LATER)).toBe(true);
  expect(entry && isSettled(entry, Date.now())).toBe(false);
  expect((await entryOf(root))?.is).toMatch(/^folder /);
  expect(await entryOf(join(root, 'b'))).toBeUndefined();
  expect(await entryOf(join(root, 'a', 'b'))).toBeUndefined();
  expect(await clockOf(join(root, 'nowhere'))).toBe(0);
});

test('harden is named by the bytes of its code and data, wherever it is', async () => {
  const [one, two] = [await folder(), await folder()];
  for (const root of [one, two]) await writeFile(join(root, 'a.js'), 'code');
  expect(digestOf(one, ['a.js'])).toBe(digestOf(two, ['a.js']));
  await writeFile(join(two, 'a.js'), 'edoc');
  expect(digestOf(one, ['a.js'])).not.toBe(digestOf(two, ['a.js']));
});

test('what the bundler names by its bytes is not read, and another size is another harden', async () => {
  const root = await folder();
  const chunk = join(root, 'dist/chunks/start-D-khz_5b.js');
  await mkdir(dirname(chunk), { recursive: true });
  await writeFile(chunk, 'code');
  const before = digestOf(root, ['dist']);
  await writeFile(chunk, 'edoc');
  expect(digestOf(root, ['dist'])).toBe(before);
  await writeFile(chunk, 'more code');
  const patched = digestOf(root, ['dist']);
  await rename(chunk, join(root, 'dist/chunks/start-D-khz_5c.js'));
  expect(new Set([before, patched, digestOf(root, ['dist'])]).size).toBe(3);
});
