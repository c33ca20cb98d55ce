import type { Finding } from '../scan/types.ts';

/** An earlier report, as far as a new one is held against it. */
export interface Baseline {
  findings: readonly Pick<Finding, 'id' | 'aliases' | 'package' | 'version' | 'type'>[];
  layers: readonly { diffId: string }[];
}

/** Why a finding is there now and was not in the baseline. */
export type Cause = 'your change' | 'base change' | 'new advisory';

interface Delta {
  /** The findings that the baseline does not have. */
  left: Finding[];
  known: Finding[];
  added: { finding: Finding; cause: Cause }[];
}

/**
 * Sets apart what an earlier report has already: the same vulnerability of the same package, at any
 * version. What is left is new, and its layer tells why: one that the earlier image had as well
 * brought nothing new, so the advisory is.
 */
export function applyBaseline(
  baseline: Baseline,
  layers: readonly { diffId: string; kind: string }[],
  findings: readonly Finding[],
): Delta {
  const known = findings.filter((finding) => baseline.findings.some((one) => same(one, finding)));
  const left = findings.filter((finding) => !known.includes(finding));
  const added = left.map((finding) => ({ finding, cause: causeOf(finding, baseline, layers) }));
  return { left, known, added };
}

type Named = Baseline['findings'][number];

function same(a: Named, b: Named): boolean {
  if (!samePackage(a, b)) return false;
  const names = new Set([a.id, ...a.aliases].map((name) => name.toUpperCase()));
  return [b.id, ...b.aliases].some((name) => names.has(name.toUpperCase()));
}

function samePackage(a: Named, b: Named): boolean {
  return a.package === b.package && a.type === b.type;
}

/** A package that had other findings at this very version was there before as well. */
function causeOf(
  finding: Finding,
  { findings, layers: before }: Baseline,
  layers: readonly { diffId: string; kind: string }[],
): Cause {
  const wasThere = findings.some(
    (one) => samePackage(one, finding) && one.version === finding.version,
  );
  if (wasThere || before.some(({ diffId }) => diffId === finding.layer)) return 'new advisory';
  const kind = layers.find(({ diffId }) => diffId === finding.layer)?.kind;
  return kind === 'base' || kind === 'runtime' ? 'base change' : 'your change';
}
