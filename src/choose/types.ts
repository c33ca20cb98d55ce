import type { Base } from '../plan/types.ts';
import type { Verdict } from '../policy/types.ts';
import type { Finding } from '../scan/types.ts';
import type { SmokeResult } from '../smoke/types.ts';
import type { Spec } from '../spec/schema.ts';

/** A base to be tried, as the spec would name it. */
export interface Contender {
  /** For people: `distroless debian13`. */
  name: string;
  written: NonNullable<Spec['base']>;
  /** The last day of its support, YYYY-MM-DD. */
  endOfLife?: string;
}

/** What one base gave with the same artifacts. */
export interface Candidate {
  /** As `base:` of a spec takes it, for example `{distroless: static-debian13}`. */
  base: string;
  ref?: string;
  digest?: string;
  /** `refused`: the app cannot or must not live there; `skipped`: it could not be had. */
  status: 'ranked' | 'refused' | 'skipped';
  rank?: number;
  reason: string;
  /** Bytes of the whole image. */
  size?: { compressed: number; uncompressed: number };
  packages?: number;
  findings?: FindingCounts;
  smoke?: SmokeResult[];
  verdict?: Pick<Verdict, 'pass' | 'violations' | 'warnings'>;
}

/** By severity, those with a fix and all. */
export interface FindingCounts {
  total: number;
  fixable: number;
  critical: number;
  high: number;
  medium: number;
  low: number;
  unknown: number;
}

/** The one document `harden choose --json` prints. */
export interface ChooseReport {
  schemaVersion: 1;
  spec: string;
  platform: string;
  /** Absent when every base was refused before anything was built or scanned. */
  database?: { ref: string; digest: string; updatedAt: string };
  candidates: Candidate[];
  /** The `base` of the first in rank; absent when none can be used. */
  winner?: string;
  timings: Record<string, number>;
}

/** How a base is written in a spec: its name out of what was planned, the rest as it was tried. */
export function baseText(base: Base, written: Contender['written']): string {
  const name = nameText(base);
  const rest = Object.entries(typeof written === 'object' ? written : {}).slice(1);
  if (rest.length === 0) return name;
  const more = rest.map(
    ([key, value]) => `${key}: ${Array.isArray(value) ? `[${value.join(', ')}]` : value}`,
  );
  return `${name.slice(0, -1)}, ${more.join(', ')}}`;
}

function nameText(base: Base): string {
  if (base.kind === 'scratch') return 'scratch';
  if (base.kind === 'debian') return `{debian: ${base.release}}`;
  if (!base.family) return `{image: "${base.ref}"}`;
  const { name, flavour, release } = base.family;
  const choice = flavour === name || flavour === release ? release : `${flavour}-${release}`;
  return `{${name}: ${/^[\d.]+$/.test(choice) ? `"${choice}"` : choice}}`;
}

export function countFindings(findings: readonly Finding[]): FindingCounts {
  const of = (severity: Finding['severity']) =>
    findings.filter((one) => one.severity === severity).length;
  return {
    total: findings.length,
    fixable: findings.filter(({ fixedVersion }) => fixedVersion !== undefined).length,
    critical: of('critical'),
    high: of('high'),
    medium: of('medium'),
    low: of('low'),
    unknown: of('unknown'),
  };
}
