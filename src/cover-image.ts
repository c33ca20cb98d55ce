import type { ResolvedBase } from './inputs/base.ts';
import type { ResolvedScanner } from './inputs/scanner.ts';
import { osRelease } from './inspect/os-release.ts';
import type { Inspected } from './inspect-image.ts';
import type { Image } from './report/types.ts';
import { allCoverage } from './scan/all-coverage.ts';
import { proveCoverage } from './scan/coverage.ts';
import { identityOf } from './scan/identity.ts';
import { unseenRuntimes } from './scan/runtimes.ts';
import { isSeenBy } from './scan/scanners.ts';
import type { Coverage, ScanReport, SeenPackage } from './scan/types.ts';

interface CoverInput {
  image: Image;
  base: Pick<ResolvedBase, 'os' | 'packages'>;
  /** In the order of their reports. */
  scanners: readonly ResolvedScanner[];
}

/** Holds what each scanner saw, and all of them together, against what is in the image. */
export function coverImage(
  { image, base, scanners }: CoverInput,
  { installed, expected, files, inventory }: Inspected,
  reports: readonly ScanReport[],
  seen: readonly SeenPackage[],
): Coverage {
  const says = osRelease(inventory.texts);
  const input = {
    image: identityOf(image),
    base: { kind: image.base.kind, ...base.os },
    ...(says && { says }),
    managers: [...new Set(installed.map(({ manager }) => manager))],
    // Its own database says what is in the image; what harden put there has to be in it.
    expected: { os: distinct([...base.packages, ...installed]) },
    files,
  };
  const proofs = reports.flatMap((report, i) => {
    const scanner = scanners[i];
    if (!scanner) return [];
    const app = expected.packages.filter((wanted) => isSeenBy(scanner.name, wanted));
    const wanted = { ...input.expected, app };
    const coverage = proveCoverage({ ...input, expected: wanted, report, scanner });
    return [{ ...scanner, coverage }];
  });
  const coverage = allCoverage(proofs, seen.length);
  const gaps = [...coverage.gaps, ...expected.gaps, ...unseenRuntimes(files.runtimes, seen)];
  return { ...coverage, gaps };
}

function distinct(packages: { name: string; version: string }[]) {
  const found = packages.map(
    ({ name, version }) => [`${name} ${version}`, { name, version }] as const,
  );
  return [...new Map(found).values()];
}
