import { type KeyObject, randomUUID } from 'node:crypto';
import { allEnded } from './all-ended.ts';
import { inputContext } from './artifacts.ts';
import { endOfLifeOf } from './build.ts';
import { compareReports } from './compare/compare.ts';
import { withPipeline } from './dagger/index.ts';
import { error, HardenError, type Span } from './diagnostics/diagnostic.ts';
import type { OpenEngine } from './engine/open.ts';
import { resolveBase } from './inputs/base.ts';
import { buildNetwork } from './inputs/network.ts';
import { resolveScanners } from './inputs/scanner.ts';
import { resolveServices } from './inputs/services.ts';
import { smokeHelper } from './inputs/smoke.ts';
import { readInventory } from './inspect/inventory.ts';
import { isOsRelease } from './inspect/os-release.ts';
import { judge } from './judge.ts';
import { LOCK_FILE } from './lock/name.ts';
import { imageOn } from './on-base.ts';
import { outputOf } from './output.ts';
import { shipsJars } from './plan/jars.ts';
import { recordProject } from './project-record.ts';
import { reportBefore } from './rebase/before.ts';
import { takenOver } from './rebase/built-layers.ts';
import { chosenBase } from './rebase/chosen-base.ts';
import { imageLibraries } from './rebase/image-libraries.ts';
import { hasPassed, lockOf, relock } from './rebase/lock.ts';
import { withoutBase } from './rebase/pins.ts';
import { type Previous, previousImage } from './rebase/previous.ts';
import { changedSince, staleLibraries } from './rebase/problems.ts';
import type { Rebased } from './rebase/types.ts';
import { type RebasedImage, reportOf, writeRebased } from './rebase/write.ts';
import { type BuildRequest, type Run, withRun } from './run.ts';

export interface RebaseRequest extends Omit<BuildRequest, 'noCache' | 'baseline'> {
  cwd: string;
  /** An image that harden built from this spec; absent: that of the project's last build. */
  image?: string;
  /** Whose provenance of the image alone counts. */
  key?: KeyObject;
  /** The digest or the reference that an image base has to have; absent: what it stands for now. */
  base?: string;
}

/**
 * Puts the app of an image on the base as it is now. No step runs: the layers that were built are taken
 * over, and a build with the same lock gives the same image. The result is run, scanned and judged as
 * that of a build, and compared with what it was. Where it is the same image, nothing is written.
 */
export function rebase(request: RebaseRequest): Promise<Rebased> {
  return withRun(request, (engine, run) => rebaseOn(engine, run, request), false);
}

async function rebaseOn(
  engine: OpenEngine,
  given: Run,
  { image, key, cwd, base }: RebaseRequest,
): Promise<Rebased> {
  const { compiled, timings, workspace } = given;
  const { plan, folder } = compiled;
  const output = outputOf(folder, compiled.image);
  if (compiled.base === 'auto') throw new HardenError(undecided(plan.base.origin));
  const { registry, ...looking } = await inputContext(engine, given);
  const helper = smokeHelper({ ...looking });
  const previous = await timings.measure('image', 'reading the image', () =>
    previousImage(
      { ...looking, ...(image && { image }), ...(key && { key }), folder, output, cwd },
      registry,
      workspace,
    ),
  );
  const { built: artifacts, below } = takenOver(previous, plan);
  const lock = await lockOf(given);
  const chosen = base ? await chosenBase(base, plan.base, { ...looking, registry }) : undefined;
  const pins = given.pins.frozen ? given.pins : withoutBase(lock, chosen);
  const run = { ...given, pins };
  const context = { ...(await inputContext(engine, run)), registry };
  const [resolved, scanners, services] = await timings.measure(
    'inputs',
    'resolving base and scanners',
    () =>
      Promise.all([
        resolveBase(plan.base, context),
        resolveScanners(plan.scan, context, { jars: shipsJars(plan) }),
        resolveServices(plan.services, context),
      ]),
  );
  return withPipeline(engine.session, async (pipeline) => {
    const on = await timings.measure('assemble', 'putting the app on the base', () =>
      imageOn({
        ...context,
        base: resolved,
        artifacts,
        built: {
          ...{ plan, folder, network: buildNetwork(plan.network, folder, run.env) },
          // The engine may have kept what apk said of an earlier day.
          ...(!pins.frozen && { cacheBuster: randomUUID() }),
        },
        libraries: imageLibraries(previous, below),
        pipeline,
        path: workspace.path,
        layoutDir: workspace.path('image'),
      }),
    );
    const same = on.image.digest === previous.image.digest;
    if (same && !hasFailed(previous)) {
      const { name, digest, base: stands } = on.image;
      return { changed: false, image: { name, digest, base: stands } };
    }
    const { texts } = await readInventory(previous.layout, { texts: isOsRelease });
    const stale = staleLibraries(on.copied, texts, on.inventory, plan);
    if (stale.length > 0) throw new HardenError(...stale);
    const input = {
      ...run,
      plan,
      folder,
      scanners,
      pipeline,
      path: workspace.path,
      helper,
      today: run.now().toISOString().slice(0, 10),
      engine: { platform: context.builder, runs: context.runs },
    };
    const [before, judged, files] = await allEnded([
      reportBefore(previous, input),
      judge({ ...input, ...on, services, ...endOfLifeOf(plan.base) }),
      recordProject(folder),
    ]);
    const warnings = changedSince(previous.inputs?.files, files, [
      compiled.resolved.file,
      LOCK_FILE,
    ]);
    const done: RebasedImage = { previous, on, judged, scanners, warnings };
    const report = reportOf(run, done);
    const comparison = compareReports(before, report);
    return {
      changed: true,
      from: previous.image.digest,
      kept: artifacts.map(({ blob }) => blob.digest),
      before,
      report: await writeRebased(run, done, report, comparison),
      comparison,
      locked: await relock(run, lock, report),
    };
  });
}

function undecided(span: Span) {
  return error('lock/missing', 'base: auto stands for no base yet, as no lock says which', {
    span,
    hint: 'decide it with: harden lock',
  });
}

/** What did not pass is judged again: another database or policy may say otherwise. */
function hasFailed({ report }: Previous): boolean {
  return report !== undefined && !hasPassed(report);
}
