import { ecosystemOf, sameName, sameVersion } from '../scan/ecosystem.ts';
import type { Finding, SeenPackage } from '../scan/types.ts';
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
  scan?: Scan,
): AuditPackage[] {
  const found = scan && findingsBy(scan.findings);
  const known = parts.map((part): AuditPackage => {
    const { id, name, version, type, purl, size, license, path } = part;
    const { verdict, why } = verdicts.get(id) ?? { verdict: 'unknown', why: '' };
    const said = license ?? licenceIn(part, scan);
    return {
      ...{ name, version, type, purl, size },
      ...(said && { license: said }),
      ...{ verdict, why, path: `/${path}` },
      ...(found && { findings: found(part) }),
    };
  });
  const others = (scan?.seen ?? [])
    .filter((one) => !parts.some((part) => isSame(part, one)))
    .map(
      (one): AuditPackage => ({
        ...{ name: one.name, version: one.version, type: one.type },
        ...(one.purl && { purl: one.purl }),
        size: 0,
        ...(one.licences?.[0] && { license: one.licences.join(', ') }),
        ...{ verdict: 'unknown', why: 'only a scanner knows it' },
        ...(one.path && { path: `/${one.path.replace(/^\/+/, '')}` }),
        findings: found?.(one) ?? [],
      }),
    );
  return [...known, ...others].sort(
    (a, b) =>
      ORDER[a.verdict] - ORDER[b.verdict] ||
      b.size - a.size ||
      compare(a.name, b.name) ||
      compare(a.path ?? '', b.path ?? ''),
  );
}

type Named = Pick<Part, 'name' | 'version'> & { type: string; path?: string };

/** A finding names a package, its version, and at times the file that lists it. */
function findingsBy(findings: readonly Finding[]): (one: Named) => PartFinding[] {
  const byName = new Map<string, Finding[]>();
  for (const one of findings) {
    const key = one.package.toLowerCase();
    byName.set(key, [...(byName.get(key) ?? []), one]);
  }
  return (part) =>
    (byName.get(part.name.toLowerCase()) ?? [])
      .filter((one) => isSame(part, { ...one, name: one.package }))
      .map(({ id, severity, fixedVersion }) => ({
        id,
        severity,
        ...(fixedVersion && { fixedVersion }),
      }));
}

const SYSTEM = new Set(['deb', 'apk']);

function isSame(part: Named, other: Named): boolean {
  if (SYSTEM.has(part.type)) {
    return part.name === other.name && part.version === other.version && !isLibrary(other.type);
  }
  if (ecosystemOf(other.type) !== ecosystemOf(part.type)) return false;
  return (
    sameName(part.name, other.name, part.type) &&
    sameVersion(part.version, other.version, part.type)
  );
}

function isLibrary(type: string): boolean {
  return ['python', 'node', 'go', 'rust', 'java', 'php', 'ruby', 'dotnet'].includes(
    ecosystemOf(type),
  );
}

function licenceIn(part: Part, scan?: Scan): string | undefined {
  return scan?.seen.find((one) => isSame(part, one))?.licences?.join(', ') || undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
