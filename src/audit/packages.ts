import type { Finding, SeenPackage } from '../scan/types.ts';
import { isSame, type Named, upstreamOf } from './same.ts';
import type { AuditPackage, Judgement, Part, PartFinding } from './types.ts';

/** What scanners say; absent where none was asked. */
export interface Scan {
  seen: readonly SeenPackage[];
  findings: readonly Finding[];
}

const ORDER = { unnecessary: 0, unknown: 1, needed: 2 };

/**
 * The list of an image's packages, the unnecessary ones first and the largest of each kind first.
 * What only scanners know is in it too, and unknown.
 */
export function packagesOf(
  parts: readonly Part[],
  verdicts: ReadonlyMap<string, Judgement>,
  owners: ReadonlyMap<string, readonly string[]>,
  scan?: Scan,
): AuditPackage[] {
  const partsOf = partFinder(parts, owners);
  const others = (scan?.seen ?? []).filter((one) => partsOf(one).length === 0);
  const found = scan && findingsBy(scan.findings, partsOf);
  const licences = scan && licencesBy(scan.seen, partsOf);
  const known = parts.map((part): AuditPackage => {
    const { id, name, version, type, purl, size, path } = part;
    const { verdict, why } = verdicts.get(id) ?? { verdict: 'unknown', why: '' };
    const license = part.license ?? licences?.get(id);
    return {
      ...{ name, version, type, purl, size },
      ...(license && { license }),
      ...{ verdict, why, path: `/${path}` },
      ...(found && { findings: found.ofPart(id) }),
    };
  });
  const listed = [...known, ...others.map((one) => strange(one, found?.ofOther(one) ?? []))];
  return listed.sort(
    (a, b) =>
      ORDER[a.verdict] - ORDER[b.verdict] ||
      b.size - a.size ||
      compare(a.name, b.name) ||
      compare(a.path ?? '', b.path ?? ''),
  );
}

type PartsOf = (one: Named) => readonly string[];

/** Ids of the parts that a scanner means: by name and version, by the file, by the source package. */
function partFinder(
  parts: readonly Part[],
  owners: ReadonlyMap<string, readonly string[]>,
): PartsOf {
  const byName = new Map<string, Part[]>();
  const bySource = new Map<string, string>();
  for (const part of parts) {
    for (const name of new Set([part.name, part.name.replace(/^.*:/, '')])) {
      const key = keyOf(name);
      byName.set(key, [...(byName.get(key) ?? []), part]);
    }
    const source = upstreamOf(part);
    if (source && !bySource.has(source)) bySource.set(source, part.id);
  }
  return (one) => {
    const same = (byName.get(keyOf(one.name)) ?? []).filter((part) => isSame(part, one));
    if (same.length > 0) return same.map(({ id }) => id);
    const path = one.path?.replace(/^\/+/, '');
    const owned = path === undefined ? undefined : owners.get(path);
    if (owned) return owned.slice(0, 1);
    const source = bySource.get(`${one.name}@${one.version}`);
    return source === undefined ? [] : [source];
  };
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

function findingsBy(findings: readonly Finding[], partsOf: PartsOf) {
  const ofPart = new Map<string, PartFinding[]>();
  const ofOther = new Map<string, PartFinding[]>();
  for (const finding of findings) {
    const { id, severity, fixedVersion } = finding;
    const one = { id, severity, ...(fixedVersion && { fixedVersion }) };
    const named = { ...finding, name: finding.package };
    const ids = partsOf(named);
    for (const part of ids) add(ofPart, part, one);
    if (ids.length === 0) add(ofOther, otherKey(named), one);
  }
  return {
    ofPart: (id: string) => ofPart.get(id) ?? [],
    ofOther: (one: Named) => ofOther.get(otherKey(one)) ?? [],
  };
}

/** One vulnerability of one package counts once, whatever it is known by. */
function add(to: Map<string, PartFinding[]>, key: string, one: PartFinding): void {
  const known = to.get(key) ?? [];
  if (!known.some(({ id }) => id === one.id)) to.set(key, [...known, one]);
}

function otherKey({ name, version }: Named): string {
  return `${name}@${version}`;
}

function licencesBy(seen: readonly SeenPackage[], partsOf: PartsOf): Map<string, string> {
  const licences = new Map<string, string>();
  for (const one of seen) {
    const words = one.licences?.join(', ');
    if (words) for (const id of partsOf(one)) licences.set(id, words);
  }
  return licences;
}

function strange(one: SeenPackage, findings: PartFinding[]): AuditPackage {
  const { name, version, type, purl, licences = [], path } = one;
  return {
    ...{ name, version, type },
    ...(purl && { purl }),
    size: 0,
    ...(licences.length > 0 && { license: licences.join(', ') }),
    ...{ verdict: 'unknown', why: 'only a scanner knows it' },
    ...(path && { path: `/${path.replace(/^\/+/, '')}` }),
    findings,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
