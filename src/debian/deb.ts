import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { type ArMember, readAr } from './ar.ts';
import { type Compression, decompress } from './decompress.ts';
import { readTar, type TarEntry } from './tar-read.ts';

/** A package file that was opened: what dpkg keeps of it, and the files it installs. */
export interface Deb {
  /** The control paragraph, ending in a newline. */
  control: string;
  /** Absent in packages that install no files. */
  md5sums?: string;
  data(): AsyncIterable<TarEntry>;
}

const COMPRESSIONS: Record<string, Compression> = { '': 'none', '.gz': 'gz', '.xz': 'xz' };
/** Control files are small; one larger than this is not from Debian. */
const MAX_CONTROL = 16 * 1024 * 1024;

/**
 * Opens a .deb in format 2. No maintainer script is read, none is ever run. `label` names the
 * package in errors. Throws HardenError debian/bad-package, from `data` too.
 */
export async function openDeb(path: string, label: string): Promise<Deb> {
  try {
    const members = await membersOf(path);
    const files = await readControl(tarOf(path, members, 'control.tar'));
    const control = files.get('control');
    if (control === undefined) throw new Error('it has no control file');
    const md5sums = files.get('md5sums');
    return {
      control: `${control.trimEnd()}\n`,
      ...(md5sums === undefined ? {} : { md5sums }),
      data: () => guarded(tarOf(path, members, 'data.tar'), label),
    };
  } catch (thrown) {
    throw badPackage(label, thrown);
  }
}

export function badPackage(label: string, thrown: unknown): unknown {
  if (thrown instanceof HardenError) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new HardenError(
    error('debian/bad-package', `package ${label} cannot be unpacked: ${why}`, {
      hint: 'delete the debian folder of the cache and run again, or name another mirror',
    }),
  );
}

async function membersOf(path: string): Promise<ArMember[]> {
  const file = await open(path);
  try {
    const members = await readAr(file);
    if (members[0]?.name !== 'debian-binary') throw new Error('it has no debian-binary member');
    return members;
  } finally {
    await file.close();
  }
}

async function* tarOf(path: string, members: ArMember[], name: string): AsyncGenerator<TarEntry> {
  const member = members.find((m) => m.name === name || m.name.startsWith(`${name}.`));
  if (!member) throw new Error(`it has no ${name} member`);
  const compression = COMPRESSIONS[member.name.slice(name.length)];
  if (!compression) {
    throw new Error(`${member.name} is compressed in a way harden cannot read (gz and xz it can)`);
  }
  if (member.size === 0) throw new Error(`${member.name} is empty`);
  const { offset, size } = member;
  const bytes = createReadStream(path, {
    start: offset,
    end: offset + size - 1,
    highWaterMark: 256 * 1024,
  });
  yield* readTar(decompress(bytes, compression));
}

async function readControl(entries: AsyncIterable<TarEntry>): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const { header, body } of entries) {
    const name = header.name.replace(/^\.\//, '');
    if (header.type !== 'file' || !['control', 'md5sums'].includes(name)) continue;
    if (header.size > MAX_CONTROL) throw new Error(`its ${name} file is too large`);
    files.set(name, (await readAll(body)).toString('utf8'));
  }
  return files;
}

export async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Bytes are read by others, so what is wrong with them has to name the package as well. */
async function* guarded(entries: AsyncIterable<TarEntry>, label: string): AsyncGenerator<TarEntry> {
  for await (const { header, body } of named(entries, label)) {
    yield { header, body: named(body, label) };
  }
}

async function* named<T>(items: AsyncIterable<T>, label: string): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (thrown) {
    throw badPackage(label, thrown);
  }
}
