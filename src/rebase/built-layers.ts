import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { BuiltLayer } from '../image.ts';
import type { BuildPlan } from '../plan/types.ts';
import type { ImageLayer } from '../report/types.ts';
import { divideLayers } from './layers.ts';
import type { Previous } from './previous.ts';
import { otherPlan } from './problems.ts';
import { otherwiseBuilt } from './record.ts';

/**
 * The layers of the app, as a build of the plan would give them, and those below them.
 * @throws HardenError rebase/other-plan, rebase/unknown-build.
 */
export function takenOver(
  previous: Previous,
  plan: BuildPlan,
): { built: BuiltLayer[]; below: ImageLayer[] } {
  const { image, layout, record } = previous;
  const at = otherwiseBuilt(record, plan);
  if (at) throw new HardenError(otherPlan(at, plan));
  const divided = divideLayers(image.layers, plan.settings?.healthcheck?.probe === true);
  if (!divided) throw unlikeHarden(image.name);
  const built = divided.built.map(({ kind, ...layer }) => ({
    kind: kind === 'base' ? ('runtime' as const) : kind,
    blob: { ...layer, file: layout.blobPath(layer.digest) },
  }));
  return { built, below: divided.below };
}

function unlikeHarden(name: string): HardenError {
  return new HardenError(
    error('rebase/unknown-build', `the layers of ${name} do not lie as harden lays them`, {
      hint: 'run harden build, and rebase what came of it',
    }),
  );
}
