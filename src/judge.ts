import { allEnded } from './all-ended.ts';
import { coverImage } from './cover-image.ts';
import type { Pipeline } from './dagger/index.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import type { ResolvedBase } from './inputs/base.ts';
import type { ResolvedScanner } from './inputs/scanner.ts';
import { checkSecrets } from './inspect/checks/secrets.ts';
import type { Holding } from './inspect/ledger/types.ts';
import { type InspectInput, inspectImage } from './inspect-image.ts';
import { type Layout, readLayout } from './oci/layout.ts';
import { startOf } from './oci/start.ts';
import type { InstalledPackage } from './packages/types.ts';
import type { BuildPlan, Platform } from './plan/types.ts';
import type { Baseline } from './policy/delta.ts';
import { evaluate } from './policy/evaluate.ts';
import { checkLicenses } from './policy/licenses.ts';
import { checkSignedBase } from './policy/signed-base.ts';
import type { Image, RunReport } from './report/types.ts';
import { blind } from './scan/blind.ts';
import { joinReports } from './scan/join.ts';
import { scannersText } from './scan/scanners.ts';
import type { SeenPackage } from './scan/types.ts';
import { scanLayout } from './scan-layout.ts';
import { imageParts } from './scan-parts.ts';
import { scannerRecord } from './scanner-record.ts';
import { selfTest } from './self-test.ts';
import type { RunningService } from './smoke/services.ts';
import { smokeDiagnostics, smokeTest } from './smoke-test.ts';
import type { Timings } from './timings.ts';

export interface JudgeInput extends InspectInput {
  plan: InspectInput['plan'] &
    Pick<BuildPlan, 'policy' | 'smoke' | 'writable' | 'fixedUser' | 'memory'>;
  /** The last day of the base's support, where it is known. */
  endOfLife?: string;
  /** The root that runs scanners and smoke tests. */
  helper: () => Promise<string>;
  /** Keeps the engine from answering for an earlier run. */
  cacheBuster?: string;
  image: Image;
  base: Pick<ResolvedBase, 'os' | 'packages' | 'signature'>;
  scanners: readonly ResolvedScanner[];
  /** What the engine runs on, and whether it runs another platform too; absent where nothing is run. */
  engine?: { platform: Platform; runs: (platform: Platform) => Promise<boolean> };
  /** What is started beside the program while it is tested. */
  services?: readonly RunningService[];
  pipeline: Pipeline;
  timings: Timings;
  /** Sets the scanner's cache apart, where other images are scanned at the same time. */
  scanCache?: string;
  /** Whether base and app may be scanned apart: for many images with the same app. */
  apart?: boolean;
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
    | 'packages'
    | 'disagreements'
    | 'verdict'
    | 'smoke'
    | 'smokeNotRun'
  >;
  /** What is in the image, for statements about it. */
  contents: { installed: InstalledPackage[]; seen: SeenPackage[]; holdings: Holding[] };
  diagnostics: Diagnostic[];
}

/** Inspects and scans the layout as it lies on disk, proves what was seen, and judges it. */
export async function judge(input: JudgeInput): Promise<Judged> {
  const { image, scanners, timings, plan, inventory } = input;
  const smokeNotRun = await whyNotRun(input);
  // Read once, as every blob of it is verified.
  const layout = readLayout(image.layout);
  const [inspected, reports, selfTests, smoke] = await allEnded([
    timings.measure('inspect', 'reading the final file system', async () =>
      inspectImage(await layout, input),
    ),
    timings.measure('scan', `scanning with ${scannersText(scanners)}`, async () =>
      scanLayout({
        ...input,
        layout: image.layout,
        platform: image.platform,
        ...(await partsIn(layout, input)),
      }),
    ),
    allEnded(scanners.map((scanner) => selfTest(scanner, input))),
    plan.smoke.length === 0 || smokeNotRun !== undefined
      ? []
      : timings.measure('smoke', 'running the image', async () =>
          smokeTest({
            ...input,
            layout: await layout,
            files: inventory?.files ?? [],
            services: input.services ?? [],
          }),
        ),
  ]);
  const { findings, packages, disagreements } = joinReports(reports);
  const covered = coverImage(input, inspected, reports, packages);
  const gaps = [...selfTests.flatMap((one) => one.gaps), ...covered.gaps];
  const coverage = { ...covered, gaps };
  const { licenses, signedBase } = plan.policy;
  const { signature } = input.base;
  const checks = [
    ...inspected.checks,
    checkSecrets(inspected.inventory.files, reports),
    ...(licenses ? [checkLicenses(licenses, packages)] : []),
    ...(signedBase ? [checkSignedBase(signature)] : []),
  ];
  const endOfLife = input.endOfLife ? { endOfLife: input.endOfLife } : {};
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
      ...(smokeNotRun !== undefined && { smokeNotRun }),
      ...endOfLife,
    },
    input.today,
  );
  return {
    evidence: {
      image: {
        ...image,
        base: { ...image.base, ...endOfLife, ...(signature && { signature }) },
        config: startOf((await layout).config),
      },
      checks,
      coverage,
      scanners: scanners.map((one, at) => scannerRecord(one, selfTests[at])),
      findings,
      packages,
      ...(disagreements.length > 0 && { disagreements }),
      verdict,
      smoke,
      ...(smokeNotRun !== undefined && { smokeNotRun }),
    },
    contents: { installed: inspected.installed, seen: packages, holdings: inspected.holdings },
    diagnostics: [
      ...coverage.gaps.map((gap) => blind(gap)),
      ...smokeDiagnostics(plan.smoke, smoke),
    ],
  };
}

/** Why the tests of an image cannot be made, if they cannot. */
async function whyNotRun({ plan, image, engine }: JudgeInput): Promise<string | undefined> {
  const { platform } = image;
  if (plan.smoke.length === 0 || !engine || engine.platform === platform) return undefined;
  if (await engine.runs(platform)) return undefined;
  return `on ${platform}, because the engine on ${engine.platform} cannot run its programs`;
}

async function partsIn(layout: Promise<Layout>, { apart, image, inventory, path }: JudgeInput) {
  const images = apart && inventory && (await imageParts(await layout, image, inventory, path));
  return images ? { parts: { images, whole: image } } : {};
}
