import type { Coverage } from './types.ts';

interface Proof {
  name: string;
  title: string;
  coverage: Coverage;
}

/**
 * The coverage of all scanners together: what one of them did not see is missing, whatever the
 * others saw. `seen` counts the packages that any saw. Gaps that not all have say whose they are.
 */
export function allCoverage(proofs: readonly Proof[], seen: number): Coverage {
  const [first] = proofs;
  if (!first) throw new Error('no scanner ran');
  if (proofs.length === 1) return first.coverage;
  const gaps = new Map<string, string[]>();
  for (const { title, coverage } of proofs) {
    for (const gap of coverage.gaps) gaps.set(gap, [...(gaps.get(gap) ?? []), title]);
  }
  return {
    ...first.coverage,
    packages: {
      expected: first.coverage.packages.expected,
      seen,
      missing: [...new Set(proofs.flatMap(({ coverage }) => coverage.packages.missing))],
    },
    scanners: proofs.map(({ name, coverage: { packages } }) => ({
      name,
      packages: { seen: packages.seen, missing: packages.missing },
    })),
    gaps: [...gaps].map(([gap, titles]) =>
      titles.length === proofs.length ? gap : `${titles.join(', ')}: ${gap}`,
    ),
  };
}
