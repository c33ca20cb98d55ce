import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Content, Entry } from '../../src/oci/types.ts';

type Written = Partial<Entry> & { path: string; text?: string | Uint8Array };

/** Entries from short descriptions: a text makes a file, else `type` says what it is. */
export async function* contents(...all: Written[]): AsyncGenerator<Content> {
  for (const { text, ...rest } of all) {
    const bytes = Buffer.from(text ?? '');
    const type = rest.type ?? (text === undefined ? 'directory' : 'file');
    const mode = type === 'directory' ? 0o755 : 0o644;
    const entry: Entry = { type, mode, uid: 0, gid: 0, size: bytes.length, ...rest };
    yield type === 'file' ? { entry, body: chunked(bytes) } : { entry };
  }
}

/** Bytes in pieces of a given size. */
export async function* chunked(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(Buffer.from(chunk));
  return Buffer.concat(all);
}

/** A folder of its own, removed after the test. */
export async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'harden-oci-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Every file below a folder, relative to it. */
export async function filesIn(dir: string): Promise<string[]> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort();
}
