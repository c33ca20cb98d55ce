import { basename } from 'node:path';
import { allEnded } from './all-ended.ts';
import { builderOf } from './artifacts.ts';
import { blobDir } from './cache.ts';
import { withPipeline } from './dagger/index.ts';
import { listed } from './diagnostics/listed.ts';
import { type OpenEngine, withEngine } from './engine/open.ts';
import type { FoundBill } from './find-bill.ts';
import { type ResolvedScanner, resolveScanners } from './inputs/scanner.ts';
import { smokeHelper } from './inputs/smoke.ts';
import { createPins } from './lock/pins.ts';
import { openWorkspace, type Workspace } from './output.ts';
import { DEFAULT_SCANNERS } from './plan/scanners.ts';
import { evaluate } from './policy/evaluate.ts';
import { createRegistryClient } from './registry/client.ts';
import type { RunReport } from './report/types.ts';
import { scanFiles } from './run-scanner.ts';
import { unseenPurls } from './scan/bill.ts';
import { blind } from './scan/blind.ts';
import { joinReports } from './scan/join.ts';
import { scannersText } from './scan/scanners.ts';
import type { SourceReport } from './scan/types.ts';
import type { ScanRequest } from './scan-image.ts';
import { scannerRecord } from './scanner-record.ts';
import type { SelfTest } from './self-test/judge.ts';
import { selfTest } from './self-test.ts';
import { startTimings } from './timings.ts';

/**
 * Scans and judges what a bill of materials lists. Of the image itself nothing is known: no check is
 * made, and the proof is that every package of the bill was seen by a scanner.
 */
export async function scanBill(found: FoundBill, request: ScanRequest): Promise<RunReport> {
  return withEngine({ ...request, key: request.image }, async (engine) => {
    const workspace = await openWorkspace(request.cwd);
    try {
      return await engine.guard(scanOn(engine, found, request, workspace));
    } finally {
      await workspace.dispose();
    }
  });
}

async function scanOn(
  engine: OpenEngine,
  found: FoundBill,
  request: ScanRequest,
  { path }: Workspace,
): Promise<RunReport> {
  const started = request.now().toISOString();
  const timings = startTimings(request.progress, () => performance.now());
  const { session, mirrors, left } = engine;
  const builder = await builderOf(engine);
  const helper = smokeHelper({ ...request, builder });
  const registry = createRegistryClient({ mirrors, blobDir: blobDir(), signal: request.signal });
  const { maxDatabaseAge } = request;
  const scanners = await timings.measure('inputs', 'fetching the scanners', () =>
    resolveScanners(
      { scanners: [...DEFAULT_SCANNERS], maxDatabaseAge },
      { ...request, builder, registry, pins: createPins(), now: request.now() },
      { jars: found.bill.purls.some((purl) => purl.startsWith('pkg:maven/')) },
    ),
  );
  return withPipeline(session, async (pipeline) => {
    const run = { ...request, pipeline, helper, path };
    const [reports, tests] = await timings.measure(
      'scan',
      `scanning with ${scannersText(scanners)}`,
      () =>
        allEnded([
          allEnded(
            scanners.map((scanner) => scanFiles(scanner, run, { kind: 'bill', file: found.file })),
          ),
          allEnded(scanners.map((scanner) => selfTest(scanner, run))),
        ]),
    );
    const times = { started, finished: request.now().toISOString() };
    const report = reportOf(found, { scanners, reports, tests }, request);
    const diagnostics = [...left, ...report.diagnostics];
    return { ...report, diagnostics, times, timings: timings.measured };
  });
}

interface Seen {
  scanners: readonly ResolvedScanner[];
  reports: readonly SourceReport[];
  tests: readonly SelfTest[];
}

function reportOf(
  { bill, file, digest }: FoundBill,
  { scanners, reports, tests }: Seen,
  { policy, baseline, now, platform }: ScanRequest,
): Omit<RunReport, 'timings'> {
  const { findings, packages, disagreements } = joinReports(reports);
  const missing = unseenPurls(bill.purls, packages);
  const gaps = [
    ...tests.flatMap((one) => one.gaps),
    ...(bill.purls.length === 0 ? ['the bill lists no package that any advisory is of'] : []),
    ...(missing.length > 0
      ? [`no scanner saw ${missing.length} of ${bill.purls.length} packages: ${listed(missing)}`]
      : []),
  ];
  const coverage = {
    packages: { expected: bill.purls.length, seen: packages.length, missing },
    files: NO_FILES,
    gaps,
  };
  const image = {
    ...{ name: bill.name || basename(file), digest: bill.digest ?? digest, configDigest: '' },
    ...{ layout: '', size: { compressed: 0, uncompressed: 0 }, layers: [], platform },
    base: { kind: 'unknown', ref: '', digest: '' },
  };
  const verdict = evaluate(
    policy,
    {
      ...{ findings, image, coverage, checks: [], smoke: [], size: 0, packages: packages.length },
      ...(baseline && { baseline }),
      scanners: scanners.map(({ name }) => name),
    },
    now().toISOString().slice(0, 10),
  );
  return {
    schemaVersion: 1,
    ...{ image, checks: [], coverage, findings, packages, verdict, smoke: [], reports: {} },
    ...(disagreements.length > 0 && { disagreements }),
    scanners: scanners.map((one, at) => scannerRecord(one, tests[at])),
    diagnostics: [...scanners.flatMap(({ warnings }) => warnings), ...gaps.map(blind)],
  };
}

const NO_FILES = {
  ...{ total: 0, attributed: 0, bytes: { total: 0, attributed: 0 } },
  ...{ owners: [], unattributed: [], runtimes: [] },
};
