import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT } from '../program.ts';

/** A copy of an example in a folder of its own, without outputs; it is gone after the test. */
export async function copyExample(name: string): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'harden-e2e-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const folder = join(parent, name);
  await cp(join(ROOT, 'examples', name), folder, {
    recursive: true,
    filter: (source) => basename(source) !== '.harden',
  });
  return folder;
}
