import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';
import { writeError } from '../../src/diagnostics/write-error.ts';

test('a place that cannot be written is told by its path and the reason', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'harden-write-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'file');
  await writeFile(file, '');
  const inside = await mkdir(join(file, 'a')).catch(writeError);
  expect(inside).toMatchObject({
    diagnostics: [{ code: 'build/cannot-write', message: expect.stringContaining(file) }],
  });
  expect(await mkdir(file).catch(writeError)).toBeInstanceOf(HardenError);
});

test('a full disk is told with what was going on', () => {
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' });
  const messageOf = (thrown: unknown) => (thrown as HardenError).diagnostics[0]?.message;
  expect(messageOf(writeError(full))).toBe('the disk is full (ENOSPC)');
  expect(messageOf(writeError(full, 'while a layer was written'))).toBe(
    'the disk is full (ENOSPC) while a layer was written',
  );
});

test('what is no trouble with writing stays as it is', () => {
  const read = Object.assign(new Error('no'), { code: 'EACCES', syscall: 'scandir', path: '/a' });
  for (const thrown of [read, new Error('a bug'), 'text']) expect(writeError(thrown)).toBe(thrown);
});
