import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inputKey, readStamp, writeStamp } from '../../src/engine/stamps.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-stamps-'));
  await mkdir(join(folder, 'in', 'sub'), { recursive: true });
  await writeFile(join(folder, 'in', 'sub', 'a.go'), 'package a');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a key changes with a value, with the content and with the name of a file', async () => {
  const input = join(folder, 'in');
  const keys = [await inputKey({ v: 1 }, [input]), await inputKey({ v: 2 }, [input])];
  expect(await inputKey({ v: 1 }, [input])).toBe(keys[0]);
  await writeFile(join(input, 'sub', 'a.go'), 'package b');
  keys.push(await inputKey({ v: 1 }, [input]));
  await rm(join(input, 'sub', 'a.go'));
  await writeFile(join(input, 'sub', 'b.go'), 'package b');
  keys.push(await inputKey({ v: 1 }, [input]));
  expect(new Set(keys).size).toBe(4);
});

test('a stamp is found under its key only', async () => {
  const stamps = join(folder, 'stamps');
  expect(await readStamp(stamps, 'engine', 'k')).toBeUndefined();
  await writeStamp(stamps, 'engine', 'k', { digest: 'sha256:1' });
  expect(await readStamp(stamps, 'engine', 'k')).toEqual({ digest: 'sha256:1' });
  expect(await readStamp(stamps, 'engine', 'other')).toBeUndefined();
});

test('a damaged stamp counts as none', async () => {
  await writeFile(join(folder, 'engine.json'), '{"key":');
  expect(await readStamp(folder, 'engine', 'k')).toBeUndefined();
});
