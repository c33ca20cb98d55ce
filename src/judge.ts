import { allEnded } from './all-ended.ts';
import { blobDir } from './cache.ts';
import type { Pipeline } from './dagger/index.ts';
import { type Diagnostic, error } from './diagnostics/diagnostic.ts';
import type { ResolvedBase } from './inputs/base.ts';
import type { ResolvedScanner } from './inputs/scanner.ts';
import { checkSecrets } from './inspect/checks/secrets.ts';
import { checkImage } from './inspect/checks.ts';
import { isEvidence } from './inspect/evidence.ts';
import { expectedPackages, onceEach } from './inspect/expected.ts';
import { imageRoot } from './inspect/image-root.ts';
import { readInventory } from './inspect/inventory.ts';
import type { Holding } from './inspect/ledger/types.ts';
import { ledgerOf } from './inspect/ledger.ts';
import { osRelease } from './inspect/os-release.ts';
import type { Inventory } from './inspect/types.ts';
import { type Layout, readLayout } from './oci/layout.ts';
import { installedPackages } from './packages/installed.ts';
import type { InstalledPackage } from './packages/types.ts';
import { PROBE } from './plan/probe.ts';
import type { Artifact, BuildPlan } from './plan/types.ts';
import type { Baseline } from './policy/delta.ts';
import { evaluate } from './policy/evaluate.ts';
import type { Image, RunReport } from './report/types.ts';
import { allCoverage } from './scan/all-coverage.ts';
import { proveCoverage } from './scan/coverage.ts';
import { joinReports } from './scan/join.ts';
import { unseenRuntimes } from './scan/runtimes.ts';
import { isSeenBy, scannersText } from './scan/scanners.ts';
import type { Coverage, ScanReport, SeenPackage } from './scan/types.ts';
import { scanLayout } from './scan-layout.ts';
import { smokeDiagnostics, smokeTest } from './smoke-test.ts';
import type { Timings } from './timings.ts';

export interface JudgeInput {
  plan: Pick<BuildPlan, 'expect' | 'settings' | 'policy' | 'smoke' | 'writable'> & {
    artifacts: readonly Pick<Artifact, 'from' | 'to'>[];
  };
  /** The last day of the base's support, where it is known. */
  endOfLife?: string;
  /** The root that runs smoke tests. */
  smokeHelper: () => Promise<string>;
  /** Keeps the engine from answering for an earlier run. */
  cacheBuster?: string;
  /** The project folder, for lock files. */
  folder: string;
  image: Image;
  base: Pick<ResolvedBase, 'os' | 'packages'>;
  scanners: readonly ResolvedScanner[];
  pipeline: Pipeline;
  /** A path in the run's own folder. */
  path: (name: string) => string;
  timings: Timings;
  /** Sets the scanner's cache apart, where other images are scanned at the same time. */
  scanCache?: string;
  /** Of the image's layers, where somebody has read them already. */
  inventory?: Inventory;
  /** An earlier report, whose findings do not count again. */
  baseline?: Baseline;
  today: string;
}

/** The part of the report that is evidence, and what makes it worthless if anything does. */
export interface Judged {
  evidence: Pick<
    RunReport,
    | 'image'
    | 'checks'
    | 'coverage'
    | 'scanners'
    | 'findings'
    | 'disagreements'
    | 'verdict'
    | 'smoke'
  >;
  /** What is in the image, for statements about it. */
  contents: { installed: InstalledPackage[]; seen: SeenPackage[]; holdings: Holding[] };
  diagnostics: Diagnostic[];
}

/** Inspects and scans the layout as it lies on disk, proves what was seen, and judges it. */
export async function judge(input: JudgeInput): Promise<Judged> {
  const { image, scanners, timings, plan } = input;
  // Read once, as every blob of it is verified.
  const layout = readLayout(image.layout);
  const [inspected, reports, smoke] = await allEnded([
    timings.measure('inspect', 'reading the final file system', async () =>
      inspect(await layout, input),
    ),
    timings.measure('scan', `scanning with ${scannersText(scanners)}`, () =>
      scanLayout({ ...input, layout: image.layout, platform: image.platform }),
    ),
    plan.smoke.length === 0
      ? []
      : timings.measure('smoke', 'running the image', async () =>
          smokeTest(smokeInput(await layout, input)),
        ),
  ]);
  const { findings, packages, disagreements } = joinReports(reports);
  const coverage = cover(input, inspected, reports, packages);
  const checks = [...inspected.checks, checkSecrets(inspected.inventory.files, reports)];
  const verdict = evaluate(
    plan.policy,
    {
      findings,
      image,
      layers: image.layers,
      ...(input.baseline && { baseline: input.baseline }),
      scanners: scanners.map(({ name }) => name),
      checks,
      coverage,
      size: image.size.uncompressed,
      packages: packages.length,
      smoke,
      ...(input.endOfLife && { endOfLife: input.endOfLife }),
    },
    input.today,
  );
  return {
    evidence: {
      image,
      checks,
      coverage,
      scanners: scanners.map(recordOf),
      findings,
      ...(disagreements.length > 0 && { disagreements }),
      verdict,
      smoke,
    },
    contents: { installed: inspected.installed, seen: packages, holdings: inspected.holdings },
    diagnostics: [
      ...coverage.gaps.map((gap) => blind(gap)),
      ...smokeDiagnostics(plan.smoke, smoke),
    ],
  };
}

async function inspect(layout: Layout, { plan, folder, path, inventory: known }: JudgeInput) {
  const [inventory, expected] = await Promise.all([
    known ?? readInventory(layout, { texts: isEvidence, blobDir: blobDir() }),
    expectedPackages({
      expectations: plan.expect,
      folder,
      layout,
      workDir: path('layers'),
    }),
  ]);
  const installed = installedPackages(inventory.texts);
  const { files, named, holdings } = ledgerOf({
    inventory,
    root: await imageRoot(layout, inventory, blobDir()),
    installed,
    artifacts: plan.artifacts,
    opaque: [
      ...plan.expect.flatMap(({ kind, path }) => (kind === 'opaque' ? [path] : [])),
      // Harden compiled it from its own source, and linked it to nothing.
      ...(plan.settings?.healthcheck ? [PROBE] : []),
    ],
  });
  return {
    checks: checkImage(inventory, layout.config),
    installed,
    expected: { ...expected, packages: onceEach([...expected.packages, ...named]) },
    inventory,
    files,
    holdings,
  };
}

function recordOf({ name, version, database, javaIndex }: ResolvedScanner) {
  return { name, version, database, ...(javaIndex && { javaIndex: javaIndex.database }) };
}

function smokeInput(
  layout: Layout,
  { plan, pipeline, path, folder, inventory, smokeHelper, cacheBuster }: JudgeInput,
) {
  return {
    layout,
    folder,
    files: (inventory?.files ?? []).filter(({ type }) => type !== 'directory').map(pathOf),
    tests: plan.smoke,
    writable: plan.writable.map(({ path }) => path),
    helper: smokeHelper,
    pipeline,
    path,
    ...(cacheBuster && { cacheBuster }),
  };
}

function pathOf({ path }: { path: string }): string {
  return path;
}

function cover(
  { image, base, scanners }: JudgeInput,
  { installed, expected, files, inventory }: Awaited<ReturnType<typeof inspect>>,
  reports: readonly ScanReport[],
  seen: readonly SeenPackage[],
): Coverage {
  const says = osRelease(inventory.texts);
  const input = {
    image: { configDigest: image.configDigest, diffIds: image.layers.map(({ diffId }) => diffId) },
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

function blind(gap: string): Diagnostic {
  return error('scan/blind', `the scan proves nothing: ${gap}`, {
    hint: 'see docs/diagnostics/scan-blind.md for what each gap means and how to close it',
  });
}
