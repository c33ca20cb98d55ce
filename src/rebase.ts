import { allEnded } from './all-ended.ts';
import { inputContext } from './artifacts.ts';
import { endOfLifeOf } from './build.ts';
import { compareReports } from './compare/compare.ts';
import { withPipeline } from './dagger/index.ts';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import type { OpenEngine } from './engine/open.ts';
import type { BuiltLayer } from './image.ts';
import { resolveBase } from './inputs/base.ts';
import { buildNetwork } from './inputs/network.ts';
import { resolveScanners } from './inputs/scanner.ts';
import { resolveServices } from './inputs/services.ts';
import { smokeHelper } from './inputs/smoke.ts';
import { readInventory } from './inspect/inventory.ts';
import { isOsRelease } from './inspect/os-release.ts';
import { judge } from './judge.ts';
import { readLock, writeLock } from './lock/file.ts';
import type { Lock } from './lock/schema.ts';
import { imageOn } from './on-base.ts';
import { shipsJars } from './plan/jars.ts';
import { recordProject } from './project-record.ts';
import { reportBefore } from './rebase/before.ts';
import { chosenBase } from './rebase/chosen-base.ts';
import { imageLibraries } from './rebase/image-libraries.ts';
import { type Divided, divideLayers } from './rebase/layers.ts';
import { withBase, withoutBase } from './rebase/pins.ts';
import { type Previous, previousImage } from './rebase/previous.ts';
import { changedSince, otherPlan, staleLibraries } from './rebase/problems.ts';
import { otherwiseBuilt } from './rebase/record.ts';
import type { Rebased } from './rebase/types.ts';
import { type RebasedImage, reportOf, writeRebased } from './rebase/write.ts';
import type { ImageLayer } from './report/types.ts';
import { type BuildRequest, type Run, withRun } from './run.ts';

export interface RebaseRequest extends Omit<BuildRequest, 'noCache' | 'baseline'> {
  cwd: string;
  /** An image that harden built from this spec; absent: that of the project's last build. */
  image?: string;
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
  { image, cwd, base }: RebaseRequest,
): Promise<Rebased> {
  const { compiled, timings, workspace } = given;
  const { plan, folder } = compiled;
  const { registry, ...looking } = await inputContext(engine, given);
  const helper = smokeHelper({ ...looking });
  const previous = await timings.measure('image', 'reading the image', () =>
    previousImage({ ...looking, ...(image && { image }), folder, cwd }, registry, workspace),
  );
  const layers = builtLayers(previous, given);
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
        artifacts: layers.built.map((layer) => asBuilt(layer, previous)),
        built: { plan, folder, network: buildNetwork(plan.network, folder, run.env) },
        libraries: imageLibraries(previous, layers.below),
        pipeline,
        path: workspace.path,
        layoutDir: workspace.path('image'),
      }),
    );
    const same = on.image.digest === previous.image.digest;
    if (same && previous.report?.verdict.pass !== false) {
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
    const warnings = changedSince(previous.inputs?.files, files);
    const done: RebasedImage = { previous, on, judged, scanners, warnings };
    const report = reportOf(run, done);
    const comparison = compareReports(before, report);
    return {
      changed: true,
      from: previous.image.digest,
      kept: layers.built.map(({ digest }) => digest),
      before,
      report: await writeRebased(run, done, report, comparison),
      comparison,
      locked: await relock(run, lock, report),
    };
  });
}

/** The layers of the image by whose they are, where the plan would build the same ones today. */
function builtLayers(previous: Previous, { compiled: { plan } }: Run): Divided<ImageLayer> {
  const at = otherwiseBuilt(previous.record, plan);
  if (at) throw new HardenError(otherPlan(at, plan));
  const divided = divideLayers(previous.image.layers, plan.settings?.healthcheck?.probe === true);
  if (divided) return divided;
  throw new HardenError(
    error(
      'rebase/unknown-build',
      `the layers of ${previous.image.name} do not lie as harden lays them`,
      {
        hint: 'run harden build, and rebase what came of it',
      },
    ),
  );
}

function asBuilt({ kind, ...layer }: ImageLayer, { layout }: Previous): BuiltLayer {
  const blob = { ...layer, file: layout.blobPath(layer.digest) };
  return { kind: kind === 'base' ? 'runtime' : kind, blob };
}

/** A lock of another platform says nothing of this one. */
async function lockOf({ compiled: { folder, plan } }: Run): Promise<Lock | undefined> {
  const read = await readLock(folder);
  if (!read.ok) throw new HardenError(...read.diagnostics);
  return read.value?.platform === plan.platform ? read.value : undefined;
}

/** The next build stands on the new base too; on one that did not pass, none should. */
async function relock(
  { compiled, pins }: Run,
  lock: Lock | undefined,
  { verdict, diagnostics }: { verdict: { pass: boolean }; diagnostics: { severity: string }[] },
): Promise<boolean> {
  if (!lock || pins.frozen) return false;
  if (!verdict.pass || diagnostics.some(({ severity }) => severity === 'error')) return false;
  await writeLock(compiled.folder, withBase(lock, pins.used));
  return true;
}
