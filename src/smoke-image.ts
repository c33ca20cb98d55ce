import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { inputContext } from './artifacts.ts';
import { blobDir } from './cache.ts';
import { withPipeline } from './dagger/index.ts';
import { type Diagnostic, error, HardenError } from './diagnostics/diagnostic.ts';
import { resolveServices } from './inputs/services.ts';
import { smokeHelper } from './inputs/smoke.ts';
import { readInventory } from './inspect/inventory.ts';
import { readLayout } from './oci/layout.ts';
import { outputFolder } from './output.ts';
import { planDigest } from './plan/digest.ts';
import type { BuildPlan, Platform, SmokeTest } from './plan/types.ts';
import { placeOf } from './platforms/places.ts';
import { startTest } from './preset/smoke.ts';
import { readRecord } from './records.ts';
import type { RunReport } from './report/types.ts';
import { type BuildRequest, withRun } from './run.ts';
import type { SmokeResult } from './smoke/types.ts';
import { smokeDiagnostics, smokeTest } from './smoke-test.ts';

/** The smoke test of an image that is there already, alone. */
export interface SmokeReport {
  schemaVersion: 1;
  image: { name: string; digest: string };
  smoke: SmokeResult[];
  diagnostics: Diagnostic[];
}

/**
 * Runs what the last build made: nothing is built, scanned or judged. Undefined where the last build
 * was of another plan, or there was none.
 */
export async function smokeImage(request: BuildRequest): Promise<SmokeReport | undefined> {
  const { plan, folder, image: named } = request.compiled;
  const output = await outputFolder(folder, named);
  // An image of several platforms has a place of its own.
  const places = [output, join(output, placeOf(plan.platform))];
  const found = await Promise.all(places.map((place) => digestIn(place, planDigest(plan))));
  const at = found.findIndex((one) => one !== undefined);
  const [place, digest] = [places[at], found[at]];
  if (!place || !digest) return undefined;
  return withRun(request, async (engine, run) => {
    const { workspace, timings } = run;
    const tests = testsOf(plan);
    const context = await inputContext(engine, run);
    if (!(await context.runs(plan.platform))) throw otherPlatform(plan.platform, context.builder);
    const [layout, services] = await Promise.all([
      readLayout(join(place, 'image')),
      resolveServices(plan.services, context),
    ]);
    const inventory = await readInventory(layout, { blobDir: blobDir() });
    const smoke = await withPipeline(engine.session, (pipeline) =>
      timings.measure('smoke', 'running the image', () =>
        smokeTest({
          ...{ layout, services, pipeline, folder },
          plan: { ...plan, smoke: tests },
          helper: smokeHelper(context),
          files: inventory.files,
          path: workspace.path,
          // Whoever asks for it wants to see it run.
          cacheBuster: randomUUID(),
        }),
      ),
    );
    const image = { name: plan.name, digest };
    return { schemaVersion: 1, image, smoke, diagnostics: smokeDiagnostics(tests, smoke) };
  });
}

/** Of a spec that asks nothing, that its program comes up. */
function testsOf({ smoke, config, base }: BuildPlan): SmokeTest[] {
  return smoke.length > 0 ? smoke : [startTest(config.ExposedPorts, base.origin)];
}

/** The image's digest, where the report is of this very plan. */
async function digestIn(place: string, plan: string): Promise<string | undefined> {
  const file = join(place, 'report.json');
  const report = await readRecord<Partial<Pick<RunReport, 'plan' | 'image'>>>(file);
  return report?.plan?.digest === plan ? report.image?.digest : undefined;
}

function otherPlatform(platform: Platform, builder: Platform): HardenError {
  const message = `the image is for ${platform}, which this engine on ${builder} cannot run`;
  const hint = `use an engine on ${platform} with --engine, or give this one an emulator (binfmt_misc with QEMU)`;
  return new HardenError(error('engine/other-platform', message, { hint }));
}
