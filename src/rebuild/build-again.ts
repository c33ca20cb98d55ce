import { buildInput, inputContext, makeArtifacts } from '../artifacts.ts';
import { withPipeline } from '../dagger/index.ts';
import { resolveBase } from '../inputs/base.ts';
import { buildNetwork } from '../inputs/network.ts';
import { resolveBuilder, resolveProbe } from '../inputs/resolve.ts';
import { toolchainLibraries } from '../inputs/toolchain-libraries.ts';
import { createPins } from '../lock/pins.ts';
import { type Layout, readLayout } from '../oci/layout.ts';
import { imageOn } from '../on-base.ts';
import { type BuildRequest, withRun } from '../run.ts';
import type { RecordedInputs } from './recorded.ts';

export interface Again {
  layout: Layout;
  /** Names that no record fixed, and that were looked up now. */
  looked: readonly string[];
  /** A path in a folder that is gone afterwards. */
  path: (name: string) => string;
}

/**
 * Builds an image from the inputs that were recorded, and gives it to `work`. Every step runs again:
 * what the engine has kept would say nothing new. Nothing is scanned, and no output is replaced.
 */
export function buildAgain<T>(
  request: Omit<BuildRequest, 'pins' | 'noCache' | 'frozen'>,
  inputs: RecordedInputs,
  work: (again: Again) => Promise<T>,
): Promise<T> {
  const pins = () => createPins({ ...inputs, databases: [] });
  return withRun({ ...request, pins, noCache: true }, async (engine, run) => {
    const { compiled, timings, workspace } = run;
    const { plan, folder } = compiled;
    const context = await inputContext(engine, run);
    const [toolchain, base, probe] = await timings.measure(
      'inputs',
      'fetching base and toolchain as they were recorded',
      () =>
        Promise.all([
          resolveBuilder(plan, context),
          resolveBase(plan.base, context),
          resolveProbe(plan, context),
        ]),
    );
    const network = buildNetwork(plan.network, folder, run.env);
    const layoutDir = workspace.path('image');
    await withPipeline(engine.session, async (pipeline) => {
      const built = buildInput({ toolchain, network }, run);
      const artifacts = await makeArtifacts(pipeline, built, run, probe);
      const { path } = workspace;
      const libraries = toolchainLibraries(pipeline, built, path('libraries.tar'));
      await timings.measure('assemble', 'assembling the image', () =>
        imageOn({ ...context, base, artifacts, built, libraries, pipeline, path, layoutDir }),
      );
    });
    const layout = await readLayout(layoutDir);
    return work({ layout, looked: run.pins.looked, path: workspace.path });
  });
}
