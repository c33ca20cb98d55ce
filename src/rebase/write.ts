import { outputsOf } from '../build.ts';
import { keepInputs, planRecord, usedRecord } from '../build-inputs.ts';
import type { Comparison } from '../compare/types.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ResolvedScanner } from '../inputs/scanner.ts';
import type { Judged } from '../judge.ts';
import type { OnBase } from '../on-base.ts';
import { planDigest } from '../plan/digest.ts';
import { renderJson } from '../report/json.ts';
import type { RunReport } from '../report/types.ts';
import { visibleJson } from '../report/visible.ts';
import type { Run } from '../run.ts';
import { writeStatements } from '../statements.ts';
import type { Previous } from './previous.ts';
import { builtFrom } from './record.ts';

export interface RebasedImage {
  previous: Previous;
  on: OnBase;
  judged: Judged;
  scanners: readonly ResolvedScanner[];
  /** What people should know besides. */
  warnings: Diagnostic[];
}

/** The report of the image on its new base, before anything is written. */
export function reportOf(run: Run, done: RebasedImage): RunReport {
  const { previous, on, judged, scanners, warnings } = done;
  const { compiled, timings } = run;
  return {
    schemaVersion: 1,
    times: { started: run.started.toISOString(), finished: run.now().toISOString() },
    spec: compiled.file,
    plan: { digest: planDigest(compiled.plan) },
    ...(previous.report?.toolchain && { toolchain: previous.report.toolchain }),
    rebased: { from: previous.image.digest, base: previous.image.base.digest },
    ...judged.evidence,
    libraries: on.copied,
    timings: timings.measured,
    reports: {},
    diagnostics: [
      ...scanners.flatMap((one) => one.warnings),
      ...on.warnings,
      ...warnings,
      ...judged.diagnostics,
    ],
  };
}

/** Moves the image with all that is said of it to the output folder, as a build does. */
export async function writeRebased(
  run: Run,
  done: RebasedImage,
  report: RunReport,
  comparison: Comparison,
): Promise<RunReport> {
  const { workspace, compiled, pins, now } = run;
  const { previous, judged, on } = done;
  const layout = await workspace.publish('image');
  const rebased = { from: previous.image.digest, builtFrom: builtFrom(previous.record) };
  const written: RunReport = {
    ...report,
    image: { ...report.image, layout },
    reports: {
      json: `${workspace.output}/report.json`,
      ...(await outputsOf(run)),
      ...(await writeStatements(run, { ...judged, copied: on.copied, rebased })),
      comparison: await workspace.write(
        'comparison.json',
        `${visibleJson(JSON.stringify(comparison, null, 2))}\n`,
      ),
    },
  };
  await workspace.write('report.json', renderJson(written));
  const { inputs } = previous;
  await keepInputs(workspace, {
    finished: now().toISOString(),
    plan: planRecord(compiled.plan),
    used: { ...ofToolchain(inputs?.used), ...usedRecord(pins.used) },
    files: inputs?.files,
  });
  return written;
}

/** The toolchain that built the layers is still part of what went into the image. */
function ofToolchain(used: Record<string, string> = {}): Record<string, string> {
  const kept = Object.entries(used).filter(([name]) => /^toolchain | of the toolchain$/.test(name));
  return Object.fromEntries(kept);
}
