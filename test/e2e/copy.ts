import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT } from '../program.ts';

const LEFT_OUT = ['.harden', 'node_modules'];

/** A copy of an example in a folder of its own, without outputs; it is gone after the test. */
export async function copyExample(name: string): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'harden-e2e-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const folder = join(parent, name);
  await cp(join(ROOT, 'examples', name), folder, {
    recursive: true,
    filter: (source) => !LEFT_OUT.includes(basename(source)),
  });
  return folder;
}
