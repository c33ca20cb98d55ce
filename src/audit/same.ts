import { ecosystemOf, sameName, sameVersion } from '../scan/ecosystem.ts';
import type { Part } from './types.ts';

export type Named = Pick<Part, 'name' | 'version'> & { type: string; path?: string };

const LIBRARIES = new Set(['python', 'node', 'go', 'rust', 'java', 'php', 'ruby', 'dotnet']);

/** Whether a scanner means this part. A package of the system is of the kind that its system has. */
export function isSame(part: Named, other: Named): boolean {
  const type = ecosystemOf(other.type);
  if (part.type === 'deb' || part.type === 'apk') {
    const there = part.name === other.name && part.version === other.version;
    return there && !LIBRARIES.has(type);
  }
  if (type !== part.type) return false;
  return (
    sameName(part.name, other.name, part.type) &&
    sameVersion(part.version, other.version, part.type)
  );
}

/** The source package that a package of the system was made of, as `systemd@257.13-1`. */
export function upstreamOf({ type, purl, version }: Part): string | undefined {
  if (type !== 'deb' && type !== 'apk') return undefined;
  const upstream = /[?&]upstream=([^&]+)/.exec(purl)?.[1];
  if (upstream === undefined) return undefined;
  const name = decodeURIComponent(upstream);
  return name.includes('@') ? name : `${name}@${version}`;
}
