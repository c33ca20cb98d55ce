import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Files of a project in one text, each below a line `-- path --`. */
export function filesOf(text: string): [path: string, body: string][] {
  const parts = text.matchAll(/^-- (.+) --\n([\s\S]*?)(?=^-- .+ --$|$(?![\s\S]))/gm);
  return [...parts].map(([, path = '', body = '']) => [path, body]);
}

/** A folder named app with these files; it is gone after the test. */
export async function folderWith(files: [path: string, body: string | Buffer][]): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'harden-init-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const folder = join(parent, 'app');
  const places = files.map(([path, body]) => [join(folder, path), body] as const);
  // Without a turn of the event loop for each: one test has thousands.
  for (const one of new Set([folder, ...places.map(([file]) => dirname(file))])) {
    mkdirSync(one, { recursive: true });
  }
  for (const [file, body] of places) writeFileSync(file, body);
  return folder;
}
