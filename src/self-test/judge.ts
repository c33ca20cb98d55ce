import { ecosystemOf, sameName, sameVersion } from '../scan/ecosystem.ts';
import type { ScanReport, SeenPackage } from '../scan/types.ts';
import type { Planted } from './planted.ts';

export interface SelfTest {
  /** The ecosystems whose planted package was seen, with an advisory. */
  ecosystems: string[];
  /** What the scanner is blind to. */
  gaps: string[];
}

/** Holds what a scanner reports of the planted image against what was planted. */
export function selfTestOf(
  title: string,
  planted: readonly Planted[],
  configDigest: string,
  report: ScanReport | undefined,
): SelfTest {
  if (report?.image.configDigest !== configDigest) {
    return { ecosystems: [], gaps: [`${title} was tested, and reported of another image`] };
  }
  const proven: string[] = [];
  const gaps: string[] = [];
  for (const one of planted) {
    const what = `${one.name} ${one.version} of ${one.ecosystem}`;
    if (!report.packages.some((seen) => isSame(one, seen)))
      gaps.push(`${title} was tested, and does not see ${what}, which was planted for it`);
    else if (!report.findings.some((found) => isSame(one, { ...found, name: found.package })))
      gaps.push(`${title} was tested, and knows no advisory of ${what}, which has some for years`);
    else proven.push(one.ecosystem);
  }
  return { ecosystems: proven, gaps };
}

function isSame(one: Planted, seen: Pick<SeenPackage, 'name' | 'version' | 'type'>): boolean {
  return (
    ecosystemOf(one.type) === ecosystemOf(seen.type) &&
    sameName(one.name, seen.name, one.type) &&
    sameVersion(one.version, seen.version, one.type)
  );
}
