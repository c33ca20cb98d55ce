import { allEnded } from './all-ended.ts';
import { HardenError, warning } from './diagnostics/diagnostic.ts';
import type { ResolvedScanner } from './inputs/scanner.ts';
import { isLock, lockedPackages } from './inspect/expected.ts';
import type { BuildPlan } from './plan/types.ts';
import type { Baseline } from './policy/delta.ts';
import { sureViolations } from './policy/sources.ts';
import { projectFiles } from './project-files.ts';
import { vulnerableSources } from './report/sources.ts';
import type { RunReport } from './report/types.ts';
import { type ScannerRun, scanFiles } from './run-scanner.ts';
import { joinReports } from './scan/join.ts';
import { lockFilesOf } from './scan/lock-files.ts';
import { samePackage } from './scan/same.ts';
import type { Finding, SourceReport } from './scan/types.ts';

export interface SourceScanInput extends ScannerRun {
  plan: Pick<BuildPlan, 'expect' | 'platform' | 'policy' | 'scan'>;
  /** The project folder. */
  folder: string;
  scanners: readonly ResolvedScanner[];
  baseline?: Baseline;
  today: string;
}

export type SourceScan = Pick<RunReport, 'sources' | 'diagnostics'>;

/**
 * Scans the lock files of a project while it is built, which nothing waits for. What is found there
 * decides nothing in the end, as the image is scanned: a scan that fails here is a warning.
 * @throws HardenError policy/vulnerable-source for packages that go into the image and break the
 *   policy, so that nobody waits for a build that cannot pass.
 */
export async function scanSources(input: SourceScanInput): Promise<SourceScan> {
  const { plan, folder, scanners, baseline, today } = input;
  const project = projectFiles(folder);
  const files = lockFilesOf(
    project,
    plan.expect.flatMap(({ kind, path }) => (isLock(kind) ? [path] : [])),
  );
  if (plan.scan.lockFiles === 'off' || files.length === 0) return { diagnostics: [] };
  const reports = await reportsOf(input, files);
  if (reports instanceof HardenError) return { diagnostics: reports.diagnostics.map(asWarning) };
  const { findings, packages } = joinReports(reports);
  if (plan.scan.lockFiles !== 'late') {
    const names = scanners.map(({ name }) => name);
    const shipped = await shippedOf(findings, input);
    const sure = { ...(baseline && { baseline }), scanners: names, today };
    const violations = sureViolations(plan.policy, shipped, sure);
    if (violations.length > 0) {
      const texts = files.map((path) => ({ path, text: project.read(path) ?? '' }));
      throw new HardenError(...vulnerableSources(violations, texts));
    }
  }
  return { sources: { files, packages, findings }, diagnostics: [] };
}

/** The work, or what the check throws as soon as it throws. What the work does then is its own. */
export async function unlessRefused<T>(check: Promise<unknown>, work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return Promise.race([work, check.then(() => work)]);
}

async function reportsOf(
  input: SourceScanInput,
  files: readonly string[],
): Promise<SourceReport[] | HardenError> {
  const { folder, scanners } = input;
  const path = (name: string) => input.path(`sources-${name}`);
  try {
    return await allEnded(
      scanners.map((scanner) =>
        scanFiles(scanner, { ...input, path }, { kind: 'sources', folder, files }),
      ),
    );
  } catch (thrown) {
    if (thrown instanceof HardenError) return thrown;
    throw thrown;
  }
}

/** A lock file lists what tests and tools need as well; only what it says will be shipped counts. */
async function shippedOf(
  findings: readonly Finding[],
  { plan, folder }: SourceScanInput,
): Promise<Finding[]> {
  const architecture = plan.platform.replace(/^linux\//, '');
  const { packages } = await lockedPackages({ expectations: plan.expect, folder, architecture });
  return findings.filter(({ package: name, version, type }) =>
    packages.some((one) => samePackage(one, { name, version, type })),
  );
}

function asWarning(failed: HardenError['diagnostics'][number]) {
  const { code, message, severity: _, ...rest } = failed;
  return warning(code, `the lock files could not be scanned beside the build: ${message}`, rest);
}
