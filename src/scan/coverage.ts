import { listed } from '../diagnostics/listed.ts';
import type { FileLedger } from '../inspect/ledger/types.ts';
import type { OsRelease } from '../inspect/os-release.ts';
import { ecosystemOf, lookupName, sameName, sameVersion } from './ecosystem.ts';
import { isSameSystem, isWithin, managerOf } from './same-system.ts';
import type { Coverage, Database, ExpectedPackage, ScanReport, SeenPackage } from './types.ts';

export interface CoverageInput {
  report: ScanReport;
  /** The image as harden wrote it. */
  image: { configDigest: string; diffIds: readonly string[] };
  /** What the base has to be recognised as, for example `debian` and `13`. */
  base: { kind: string; family?: string; version?: string };
  /** What the image itself says that it is. */
  says?: OsRelease;
  /** The package managers that left a database in it. */
  managers?: readonly string[];
  /** What harden put into the image, and so the scanner must have seen. */
  expected: { os: readonly { name: string; version: string }[]; app: readonly ExpectedPackage[] };
  files: FileLedger;
  /** The scanner that was meant to run. */
  scanner: { name: string; version: string; database?: Database };
}

/**
 * Compares what a scanner says it looked at with what was put into the image. Every difference is
 * a gap; a scan counts only without gaps. Never throws.
 */
export function proveCoverage(input: CoverageInput): Coverage {
  const { report, expected } = input;
  const os = expected.os.map((p) => ({ ...p, type: '' }));
  const missingOs = missingFrom(os, seenBy(report, 'os'));
  const missingApp = missingFrom(expected.app, seenBy(report, 'app'));
  return {
    ...(report.os && { os: { family: report.os.family, version: report.os.version } }),
    packages: {
      expected: os.length + expected.app.length,
      seen: report.packages.length,
      missing: [...missingOs, ...missingApp],
    },
    files: input.files,
    gaps: [
      ...scannerGaps(input),
      ...imageGaps(input),
      ...osGaps(input),
      ...packageGap(missingOs, os.length, 'base'),
      ...packageGap(missingApp, expected.app.length, 'app'),
      ...thirdPartyGap(report),
      ...fileGap(input.files),
    ],
  };
}

function scannerGaps({ report, scanner }: CoverageInput): string[] {
  const was = `${report.scanner.name} ${report.scanner.version}`;
  const wanted = `${scanner.name} ${scanner.version}`;
  const gaps = was === wanted ? [] : [`the report is from ${was}, expected ${wanted}`];
  const { databaseBuilt } = report;
  const meant = scanner.database?.updatedAt;
  if (databaseBuilt && meant && Date.parse(databaseBuilt) !== Date.parse(meant)) {
    gaps.push(`the database says that it was made ${databaseBuilt}, expected ${meant}`);
  }
  return gaps;
}

function imageGaps({ report, image }: CoverageInput): string[] {
  const gaps: string[] = [];
  if (report.image.configDigest !== image.configDigest) {
    const was = report.image.configDigest;
    gaps.push(`the scanned image has config ${was}, the one that was built ${image.configDigest}`);
  }
  const scanned = new Set(report.image.diffIds);
  for (const diffId of image.diffIds) {
    if (!scanned.has(diffId)) gaps.push(`layer ${diffId} was not scanned`);
  }
  return gaps;
}

function osGaps({ report, base, says, managers = [] }: CoverageInput): string[] {
  const wanted = [base.family, base.version].filter(Boolean).join(' ');
  if (!report.os) {
    if (base.kind === 'scratch' && !base.family) return [];
    return [
      `no operating system was recognised, expected ${wanted || `that of the ${base.kind} base`}`,
    ];
  }
  const { family, version, endOfLife, unknown } = report.os;
  const was = `${family} ${version}`;
  const gaps: string[] = [];
  const right = !base.family || family === base.family;
  if (!right || (base.version && !isWithin(version, base.version))) {
    gaps.push(`the base was recognised as ${was}, expected ${wanted}`);
  } else if (says && !isSameSystem(says, report.os)) {
    const said = [says.id, says.version].filter(Boolean).join(' ');
    gaps.push(`the image was recognised as ${was}, and says itself that it is ${said}`);
  }
  const manager = managerOf(report.os);
  if (manager && managers.length > 0 && !managers.includes(manager)) {
    gaps.push(`${was} has ${manager}, and the packages of the image are of ${managers.join(', ')}`);
  }
  if (unknown) gaps.push(`${was} is a release of which no advisories are known`);
  if (!report.packages.some((p) => p.class === 'os')) {
    gaps.push(`${was} was recognised, but not one of its packages was seen`);
  }
  if (endOfLife) gaps.push(`${was} is past its end of life, so new advisories do not name it`);
  return gaps;
}

function packageGap(missing: readonly string[], of: number, kind: string): string[] {
  if (missing.length === 0) return [];
  return [`${missing.length} of ${of} ${kind} packages were not seen: ${listed(missing)}`];
}

function thirdPartyGap(report: ScanReport): string[] {
  const names = report.packages.filter((p) => p.thirdParty).map((p) => `${p.name} ${p.version}`);
  if (names.length === 0) return [];
  return [`no advisories exist for packages of a third party: ${listed(names)}`];
}

function fileGap({ unattributed, total }: FileLedger): string[] {
  if (unattributed.length === 0) return [];
  const named = unattributed.map(({ path, reason }) => `${path} (${reason})`);
  return [
    `${unattributed.length} of ${total} files belong to nothing that is known: ${listed(named)}`,
  ];
}

type Seen = Map<string, SeenPackage[]>;

function seenBy(report: ScanReport, kind: SeenPackage['class']): Seen {
  const seen: Seen = new Map();
  for (const p of report.packages) {
    if (p.class !== kind) continue;
    const key = keyOf(p.name, kind === 'os' ? '' : p.type);
    seen.set(key, [...(seen.get(key) ?? []), p]);
  }
  return seen;
}

function missingFrom(expected: readonly ExpectedPackage[], seen: Seen): string[] {
  return expected.flatMap((wanted) => {
    const candidates = seen.get(keyOf(wanted.name, wanted.type)) ?? [];
    const found = candidates.filter((p) => sameName(wanted.name, p.name, wanted.type));
    if (found.some((p) => sameVersion(wanted.version, p.version, wanted.type))) return [];
    const name = [wanted.name, wanted.version].filter(Boolean).join(' ');
    const instead = found.map((p) => p.version || 'no version').join(', ');
    return [instead ? `${name} (seen as ${instead})` : name];
  });
}

function keyOf(name: string, type: string): string {
  return `${ecosystemOf(type)}\0${lookupName(name, type)}`;
}
