import type { PackageRecord } from './types.ts';
import { compareVersions } from './version.ts';

/** The packages of one suite. Records are read from the text when they are asked for. */
export interface PackageIndex {
  find(name: string): PackageRecord | undefined;
  /** Names of packages whose Provides field has this name. */
  providersOf(virtual: string): string[];
  names(): Iterable<string>;
}

/** Changes when the columns do, so that kept indexes of an older harden are not read. */
export const INDEX_FORMAT = 1;

const FIELDS = [
  'Package',
  'Version',
  'Architecture',
  'Source',
  'SHA256',
  'Size',
  'Filename',
  'Installed-Size',
  'Pre-Depends',
  'Depends',
  'Provides',
];
const COLUMN = new Map(FIELDS.map((field, column) => [field, column]));
const FIRST = new Set(FIELDS.map((field) => field.charCodeAt(0)));

/**
 * Shortens a Packages file to one line of tab-separated columns for each package: a third of its
 * size, so that 68,000 packages are one string in memory and not as many objects.
 */
export async function shortenIndex(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let rest = '';
  for await (const chunk of bytes) {
    const text =
      rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
    const end = text.lastIndexOf('\n\n');
    if (end < 0) {
      rest = text;
      continue;
    }
    parts.push(Buffer.from(shortenStanzas(text.slice(0, end + 1)), 'latin1'));
    rest = text.slice(end + 2);
  }
  parts.push(Buffer.from(shortenStanzas(`${rest}\n`), 'latin1'));
  return Buffer.concat(parts);
}

/** Opens a shortened index; of two versions of a package the higher one counts. */
export function openIndex(shortened: Buffer): PackageIndex {
  const text = shortened.toString('latin1');
  const lines = linesByName(text);
  return {
    find(name) {
      const at = lines.get(name);
      return at === undefined ? undefined : recordAt(text, at);
    },
    providersOf: (virtual) => providersIn(text, virtual),
    names: () => lines.keys(),
  };
}

function shortenStanzas(text: string): string {
  let out = '';
  let columns: string[] = [];
  let open = -1;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const code = text.charCodeAt(at);
    if (end === at) {
      if (columns.length) out += lineOf(columns);
      columns = [];
    } else if (code === 32 || code === 9) {
      if (open >= 0) columns[open] += ` ${plain(text.slice(at, end))}`;
    } else {
      const colon = FIRST.has(code) ? text.indexOf(':', at) : -1;
      open = colon < 0 ? -1 : (COLUMN.get(text.slice(at, colon)) ?? -1);
      if (open >= 0) columns[open] = plain(text.slice(colon + 1, end));
    }
    at = end + 1;
  }
  return columns.length ? out + lineOf(columns) : out;
}

/** White space of any kind is the same to dpkg; a tab would begin a column. */
function plain(value: string): string {
  const text = value.trim();
  return text.includes('\t') ? text.replaceAll('\t', ' ') : text;
}

function lineOf(columns: string[]): string {
  return columns[0] ? `${Array.from(FIELDS, (_, i) => columns[i] ?? '').join('\t')}\n` : '';
}

function linesByName(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  for (let at = 0; at < text.length; at = text.indexOf('\n', at) + 1) {
    const name = text.slice(at, text.indexOf('\t', at));
    const known = lines.get(name);
    if (known === undefined || compareVersions(versionAt(text, at), versionAt(text, known)) > 0) {
      lines.set(name, at);
    }
  }
  return lines;
}

function versionAt(text: string, at: number): string {
  const start = text.indexOf('\t', at) + 1;
  return text.slice(start, text.indexOf('\t', start));
}

function recordAt(text: string, at: number): PackageRecord {
  const [name, version, architecture, origin, sha256, size, filename, installed, pre, dep, prov] =
    text.slice(at, text.indexOf('\n', at)).split('\t');
  const [, source, sourceVersion] = /^(\S+)(?:\s+\((.+)\))?$/.exec(origin ?? '') ?? [];
  return {
    name: name ?? '',
    version: version ?? '',
    architecture: architecture ?? '',
    ...(source ? { source } : {}),
    ...(sourceVersion ? { sourceVersion } : {}),
    sha256: sha256 ?? '',
    size: Number(size),
    filename: filename ?? '',
    installedSize: Number(installed) || 0,
    preDepends: pre ?? '',
    depends: dep ?? '',
    provides: prov ?? '',
  };
}

/** Searches the last column; that is quick enough, as few virtual packages are looked for. */
function providersIn(text: string, virtual: string): string[] {
  const names = new Set<string>();
  for (let at = text.indexOf(virtual); at >= 0; at = text.indexOf(virtual, at + 1)) {
    const end = text.indexOf('\n', at);
    const tab = text.indexOf('\t', at);
    if (tab >= 0 && tab < end) continue;
    const whole =
      /[\t ,]/.test(text.charAt(at - 1)) && /[\n ,(:]/.test(text.charAt(at + virtual.length));
    if (!whole) continue;
    const start = text.lastIndexOf('\n', at) + 1;
    names.add(text.slice(start, text.indexOf('\t', start)));
  }
  return [...names].sort();
}
