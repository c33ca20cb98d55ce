import type { Ignore } from '../plan/types.ts';
import type { Verdict } from '../policy/types.ts';
import type { Finding } from '../scan/types.ts';
import { imagePurl } from './image-purl.ts';
import { OPENVEX } from './openvex-schema.ts';

export interface VexSubject {
  /** Name and digest of the image, as they are in the report. */
  name: string;
  digest: string;
}

/** A document as it is written to a file. */
export interface VexOutput {
  '@context': string;
  '@id': string;
  author: string;
  timestamp: string;
  version: 1;
  tooling: string;
  statements: VexOutputStatement[];
}

interface VexOutputStatement {
  vulnerability: { name: string; aliases?: string[] };
  products: { '@id': string; subcomponents?: { '@id': string }[] }[];
  status: 'not_affected';
  impact_statement: string;
  status_notes: string;
}

/**
 * What the `ignore` entries of a spec accepted in an image, as an OpenVEX document that scanners and
 * other builds can read; undefined where nothing was ignored, as a document needs a statement. An
 * entry says in words why a finding does no harm, which is what an impact statement is for. `now` is
 * RFC 3339. The same verdict and time give the same document.
 */
export function openVexOf(
  ignored: Verdict['ignored'],
  subject: VexSubject,
  now: string,
): VexOutput | undefined {
  const groups = groupsOf(ignored);
  if (groups.length === 0) return undefined;
  return {
    '@context': OPENVEX,
    '@id': `https://openvex.dev/docs/public/vex-${subject.digest.replace(/^sha256:/, '')}`,
    author: [...new Set(groups.flat().map(({ ignore }) => ignore.owner))].sort().join(', '),
    timestamp: now,
    version: 1,
    tooling: 'harden',
    statements: groups.map((group) => statementOf(group, subject)),
  };
}

/**
 * One statement for each entry and vulnerability. What was accepted for one package alone is left out
 * where nobody knows its package URL: a statement on the whole image would say more.
 */
function groupsOf(ignored: Verdict['ignored']): Verdict['ignored'][] {
  const groups = new Map<string, Verdict['ignored']>();
  for (const one of ignored) {
    const { finding, ignore } = one;
    if (ignore.package !== undefined && !finding.purl) continue;
    const key = JSON.stringify([finding.id, ignore.package, ignore.reason, ignore.owner]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function statementOf(group: Verdict['ignored'], subject: VexSubject): VexOutputStatement {
  const [{ finding, ignore }] = group as [{ finding: Finding; ignore: Ignore }];
  const aliases = [...new Set(group.flatMap((one) => one.finding.aliases))].sort();
  const purls = [...new Set(group.flatMap((one) => one.finding.purl ?? []))].sort();
  // An entry without a package was accepted for the whole image.
  const parts = group.every((one) => one.finding.purl) ? purls : [];
  return {
    vulnerability: { name: finding.id, ...(aliases.length > 0 && { aliases }) },
    products: [
      {
        '@id': imagePurl(subject),
        ...(parts.length > 0 && { subcomponents: parts.map((purl) => ({ '@id': purl })) }),
      },
    ],
    status: 'not_affected',
    impact_statement: ignore.reason,
    status_notes: `accepted until ${ignore.until} by ${ignore.owner}`,
  };
}
