import { type Dynamic, readDynamic, TAG } from './dynamic.ts';
import { type ElfHeader, HEADER_SIZE, parseHeader } from './header.ts';
import { type Pages, pagesOf } from './pages.ts';
import type { RandomAccess } from './random-access.ts';
import { PT_INTERP, type Range, rangeAt, readSegments, type Segment } from './segments.ts';
import { type Strings, stringsIn } from './strings.ts';
import { readProvides, readRequires, type VersionSource } from './symbol-versions.ts';
import type { ElfFile } from './types.ts';

/** The kernel's limit for a path, in bytes. */
const MOST_INTERPRETER = 4096;

/**
 * Reads what the dynamic loader would of an ELF file: from the program headers, never the sections,
 * which a file need not have. Undefined for what is not ELF, and for ELF that is cut off or lies
 * about itself, as nothing is read by half; never throws on what the file holds. At most 1 MiB is
 * read, whatever sizes the file claims.
 */
export async function readElf(file: RandomAccess): Promise<ElfFile | undefined> {
  const pages = pagesOf(file);
  const first = await pages.read(0, Math.min(HEADER_SIZE[64], file.size));
  const header = first && parseHeader(first);
  if (!header) return undefined;
  const { class: kind, machine, type } = header;
  const empty = { needed: [], rpath: [], runpath: [], requires: [], provides: [] };
  if (type === 'other') return { class: kind, machine, type, ...empty };
  const segments = await readSegments(pages, header);
  if (!segments) return undefined;
  const interpreter = await readInterpreter(pages, segments);
  const dynamic = await readDynamic(pages, header, segments);
  if (!interpreter || !dynamic) return undefined;
  const linked = await readLinks(dynamic, { pages, header, segments });
  return linked && { class: kind, machine, type, ...interpreter, ...linked };
}

async function readInterpreter(
  pages: Pages,
  segments: readonly Segment[],
): Promise<Pick<ElfFile, 'interpreter'> | undefined> {
  const segment = segments.find(({ type }) => type === PT_INTERP);
  if (!segment || segment.length === 0) return {};
  if (segment.length > MOST_INTERPRETER) return undefined;
  const bytes = await pages.read(segment.offset, segment.length);
  const end = bytes?.indexOf(0) ?? -1;
  return bytes && end >= 0 ? { interpreter: bytes.toString('utf8', 0, end) } : undefined;
}

interface Source {
  pages: Pages;
  header: ElfHeader;
  segments: readonly Segment[];
}

type Links = Omit<ElfFile, 'class' | 'machine' | 'type' | 'interpreter'>;
type VersionReader<T> = (table: Range, source: VersionSource) => Promise<T[] | undefined>;

async function readLinks(
  { needed: indices, values }: Dynamic,
  { pages, header, segments }: Source,
): Promise<Links | undefined> {
  const { little } = header;
  const place = (tag: number) => rangeAt(segments, values.get(tag) ?? -1);
  const strings = stringsIn(pages, cut(place(TAG.strings), values.get(TAG.stringsSize)));
  const textsOf = (tag: number) => texts(present(values.get(tag)), strings);

  async function versions<T>(tag: number, read: VersionReader<T>): Promise<T[] | undefined> {
    if (!values.has(tag)) return [];
    const table = place(tag);
    return table && read(table, { pages, little, strings });
  }

  const needed = await texts(indices, strings);
  const soname = await textsOf(TAG.soname);
  const rpath = await textsOf(TAG.rpath);
  const runpath = await textsOf(TAG.runpath);
  if (!needed || !soname || !rpath || !runpath) return undefined;
  const requires = await versions(TAG.requires, readRequires);
  const provides = await versions(TAG.provides, readProvides);
  if (!requires || !provides) return undefined;
  return {
    ...(soname[0] === undefined ? {} : { soname: soname[0] }),
    needed,
    rpath: rpath.flatMap((folders) => folders.split(':')),
    runpath: runpath.flatMap((folders) => folders.split(':')),
    requires,
    provides,
  };
}

/** A segment may go on behind the string table. */
function cut(range: Range | undefined, size: number | undefined): Range | undefined {
  return range && { ...range, length: Math.min(range.length, size ?? 0) };
}

async function texts(indices: readonly number[], strings: Strings): Promise<string[] | undefined> {
  const found: string[] = [];
  for (const index of indices) {
    const text = await strings(index);
    if (text === undefined) return undefined;
    found.push(text);
  }
  return found;
}

function present(value: number | undefined): number[] {
  return value === undefined ? [] : [value];
}
