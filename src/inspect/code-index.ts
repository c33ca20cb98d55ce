import { layerBytes } from '../oci/layer-bytes.ts';
import { recorded } from '../oci/layer-record.ts';
import type { LayerSource } from '../oci/layer-source.ts';
import { readTar, type TarEntry } from '../oci/tar-read.ts';
import { isJar, javaArchive } from '../scan/java-archive.ts';
import type { ExpectedPackage } from '../scan/types.ts';
import { zipEntries } from '../scan/zip.ts';
import { type CodeFacts, factsOf, isCode } from './code-facts.ts';
import { isCopyright, licencesIn } from './copyright.ts';
import { rooted } from './root.ts';

/** What the code of a layer says that it uses, by the names its tar has. */
export interface CodeIndex {
  code: Record<string, CodeFacts>;
  /** Texts of scripts that a shell runs. */
  scripts: Record<string, string>;
  jars: Record<string, JarFacts>;
  /** The licences that Debian says a package is under. */
  licences: Record<string, string[]>;
  /** Jars that cannot be read, or are too large to be. */
  unread: string[];
}

/** What a jar says is in it, and which others it is used with: paths beside it. */
export interface JarFacts {
  packages: ExpectedPackage[];
  classPath: string[];
}

/** Changes whenever more or something else is read of a file. */
const RECORD = 'code-6';
const MAX_CODE = 1024 * 1024;
const MAX_SCRIPT = 64 * 1024;
const MAX_JAR = 128 * 1024 * 1024;
/** Folders in which a script is no program, or is one of a whole machine. */
const NO_PROGRAMS =
  /^(?:usr\/)?(?:share|lib|lib64|include|src)\/|^etc\/(?:cron|init\.d|rc|security|kernel|network|profile|X11|ppp|dhcp|logrotate|update-motd|apt|ca-certificates|resolvconf|default|skel)/;
const SHELL_SCRIPT = /^#![ \t]*\S*(?:\/|env[ \t]+)(?:ba|da|a|z|k)?sh\b/;

/** The code of every layer of an image, lowest first. A layer is read once: there is a record then. */
export async function codeIndexes(
  image: LayerSource,
  blobDir: string,
  signal?: AbortSignal,
): Promise<CodeIndex[]> {
  const indexes: CodeIndex[] = [];
  for (const { descriptor } of image.layers) {
    const { digest } = descriptor;
    signal?.throwIfAborted();
    indexes.push(await recorded(blobDir, RECORD, digest, () => read(image, digest, signal)));
  }
  return indexes;
}

async function read(image: LayerSource, digest: string, signal?: AbortSignal): Promise<CodeIndex> {
  const index: CodeIndex = { code: {}, scripts: {}, jars: {}, licences: {}, unread: [] };
  const { source, close } = await layerBytes(image.blobPath(digest), digest);
  try {
    for await (const entry of readTar(source, digest)) {
      signal?.throwIfAborted();
      if (entry.type !== 'file' || entry.size === 0) continue;
      await add(index, entry, (length) => source.read(length));
    }
  } finally {
    await close();
  }
  return index;
}

type Read = (length: number) => Promise<Buffer>;

async function add(index: CodeIndex, entry: TarEntry, read: Read): Promise<void> {
  const { path, size } = entry;
  const place = rooted(path);
  if (isJar(place)) {
    if (size > MAX_JAR) index.unread.push(path);
    else addJar(index, path, await read(size));
  } else if (isCode(place)) {
    const facts = size <= MAX_CODE && factsOf(place, (await read(size)).toString('utf8'));
    if (facts) index.code[path] = facts;
  } else if (isCopyright(place) && size <= MAX_CODE) {
    index.licences[path] = licencesIn((await read(size)).toString('utf8'));
  } else if (size <= MAX_SCRIPT && mayRun(entry, place)) {
    const text = (await read(size)).toString('utf8');
    if (SHELL_SCRIPT.test(text)) index.scripts[path] = text;
  }
}

/** A shell that is given a script by its path asks for no right to run it. */
function mayRun({ mode }: TarEntry, place: string): boolean {
  if (NO_PROGRAMS.test(place)) return false;
  return (mode & 0o111) !== 0 || /\.sh$|(?:^|\/)s?bin\/[^/]+$/.test(place);
}

function addJar(index: CodeIndex, path: string, bytes: Buffer): void {
  try {
    index.jars[path] = {
      packages: javaArchive(path, bytes).packages,
      classPath: classPathOf(bytes),
    };
  } catch {
    index.unread.push(path);
  }
}

/** Lines of a manifest have 72 bytes at most; those that go on begin with a space. */
function classPathOf(bytes: Buffer): string[] {
  const manifest = zipEntries(bytes).find(({ name }) => name === 'META-INF/MANIFEST.MF');
  if (!manifest || manifest.size > MAX_SCRIPT) return [];
  const text = manifest
    .read()
    .toString('utf8')
    .replace(/\r?\n /g, '');
  const words = /^Class-Path:(.*)$/m.exec(text)?.[1] ?? '';
  return words.split(/\s+/).filter((word) => word !== '' && !word.includes(':'));
}
