import type { PackageIndex } from '../../../src/debian/packages-index.ts';

type Fields = Record<string, string>;

/** What another reading of an index, line by line and without columns, has in another way. */
export function unlikeOwnIndex(text: string, index: PackageIndex): string | undefined {
  const all = stanzasOf(text);
  const own = new Map<string, Fields>();
  for (const fields of all) {
    const known = own.get(fields['Package'] ?? '');
    if (!known || isNewer(fields, known)) own.set(fields['Package'] ?? '', fields);
  }
  const names = [...index.names()];
  const foreign = names.find((name) => !own.has(name));
  if (foreign !== undefined) return `has a package ${JSON.stringify(foreign)}`;
  const virtuals = new Set<string>();
  const odd = new Set(all.filter((one) => !providedBy(one)).map((one) => one['Package']));
  for (const [name, fields] of own) {
    const found = index.find(name);
    if (!found) return `lost ${JSON.stringify(name)}`;
    const wrong = differing(found as unknown as Record<string, unknown>, fields);
    if (wrong) return `${JSON.stringify(name)}: ${wrong}`;
    for (const one of providedBy(fields) ?? []) virtuals.add(one);
  }
  for (const virtual of virtuals) {
    const wanted = all.filter((fields) => providedBy(fields)?.includes(virtual));
    const expected = [...new Set(wanted.map((fields) => fields['Package']))].sort().join(' ');
    const found = index
      .providersOf(virtual)
      .filter((name) => !odd.has(name))
      .join(' ');
    if (found !== expected) return `${virtual} is provided by ${found}, another says ${expected}`;
  }
  return undefined;
}

/** Fields as deb822 has them: an empty line ends a package, a line that begins with a space goes on. */
function stanzasOf(text: string): Fields[] {
  const stanzas: Fields[] = [];
  let fields: Fields = Object.create(null);
  let open: string | undefined;
  for (const line of [...text.split('\n'), '']) {
    if (line === '') {
      if (fields['Package']) stanzas.push(fields);
      fields = Object.create(null);
      open = undefined;
    } else if (/^[ \t]/.test(line)) {
      if (open !== undefined) fields[open] = `${fields[open]} ${plain(line)}`;
    } else {
      const colon = line.indexOf(':');
      open = colon < 0 ? undefined : line.slice(0, colon);
      if (open !== undefined) fields[open] = plain(line.slice(colon + 1));
    }
  }
  return stanzas;
}

/** All white space is one kind to dpkg. */
function plain(value: string): string {
  return value.trim().replaceAll('\t', ' ');
}

const TEXTS: Record<string, string> = {
  ...{ name: 'Package', version: 'Version', architecture: 'Architecture', sha256: 'SHA256' },
  ...{ filename: 'Filename', preDepends: 'Pre-Depends', depends: 'Depends', provides: 'Provides' },
};

function differing(found: Record<string, unknown>, fields: Fields): string | undefined {
  for (const [key, field] of Object.entries(TEXTS)) {
    const wanted = fields[field] ?? '';
    if (found[key] !== wanted)
      return `${key} is ${JSON.stringify(found[key])}, another says ${JSON.stringify(wanted)}`;
  }
  const size = Number(fields['Size'] ?? '');
  return Object.is(found['size'], size)
    ? undefined
    : `the size is ${found['size']}, another says ${size}`;
}

/** Names alone; undefined for a field that is not as Debian writes it. */
function providedBy(fields: Fields): string[] | undefined {
  if (!fields['Provides']) return [];
  const parts = fields['Provides'].split(',').map((part) => part.trim());
  const named = parts.map((part) => /^([a-z0-9][a-z0-9+.-]*)(?: \([^()]*\))?$/.exec(part)?.[1]);
  return named.every((name) => name !== undefined) ? named : undefined;
}

function isNewer(one: Fields, other: Fields): boolean {
  const [a, b] = [one, other].map((fields) => partsOf(fields['Version'] ?? '')) as [Parts, Parts];
  return (
    (a.epoch - b.epoch || verrevcmp(a.upstream, b.upstream) || verrevcmp(a.revision, b.revision)) >
    0
  );
}

type Parts = ReturnType<typeof partsOf>;

function partsOf(version: string) {
  const [, epoch = '0', rest = version] = /^([^:]*):(.*)$/s.exec(version) ?? [];
  const [, upstream = rest, revision = ''] = /^(.*)-([^-]*)$/s.exec(rest) ?? [];
  return { epoch: Number(epoch), upstream, revision };
}

/** As lib/dpkg/version.c has it. */
function verrevcmp(a: string, b: string): number {
  let i = 0;
  let j = 0;
  const digit = (sign: string | undefined) => sign !== undefined && sign >= '0' && sign <= '9';
  while (i < a.length || j < b.length) {
    let first = 0;
    while ((i < a.length && !digit(a[i])) || (j < b.length && !digit(b[j]))) {
      const difference = order(a[i]) - order(b[j]);
      if (difference !== 0) return difference;
      i += 1;
      j += 1;
    }
    while (a[i] === '0') i += 1;
    while (b[j] === '0') j += 1;
    while (digit(a[i]) && digit(b[j])) {
      first ||= a.charCodeAt(i) - b.charCodeAt(j);
      i += 1;
      j += 1;
    }
    if (digit(a[i])) return 1;
    if (digit(b[j])) return -1;
    if (first !== 0) return first;
  }
  return 0;
}

function order(sign: string | undefined): number {
  if (sign === undefined || /[0-9]/.test(sign)) return 0;
  if (/[A-Za-z]/.test(sign)) return sign.charCodeAt(0);
  return sign === '~' ? -1 : sign.charCodeAt(0) + 256;
}
