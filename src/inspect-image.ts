import { blobDir } from './cache.ts';
import { layerIndexes } from './elf/layer-index.ts';
import { checkImage } from './inspect/checks.ts';
import { isEvidence } from './inspect/evidence.ts';
import { expectedPackages, onceEach } from './inspect/expected.ts';
import { imageRoot } from './inspect/image-root.ts';
import { readInventory } from './inspect/inventory.ts';
import { ledgerOf } from './inspect/ledger.ts';
import type { Inventory } from './inspect/types.ts';
import type { Layout } from './oci/layout.ts';
import { installedPackages } from './packages/installed.ts';
import { PROBE } from './plan/probe.ts';
import type { Artifact, BuildPlan } from './plan/types.ts';

export interface InspectInput {
  plan: Pick<BuildPlan, 'expect' | 'settings'> & {
    artifacts: readonly Pick<Artifact, 'from' | 'to'>[];
  };
  /** The project folder, for lock files. */
  folder: string;
  /** A path in the run's own folder. */
  path: (name: string) => string;
  /** Of the image's layers, where somebody has read them already. */
  inventory?: Inventory;
}

export type Inspected = Awaited<ReturnType<typeof inspectImage>>;

/** All that the files of an image tell without a scanner: what is there, whose it is, how it is set. */
export async function inspectImage(layout: Layout, input: InspectInput) {
  const { plan, folder, path, inventory: known } = input;
  const [indexes, inventory, expected] = await Promise.all([
    layerIndexes(layout, blobDir()),
    known ?? readInventory(layout, { texts: isEvidence, blobDir: blobDir() }),
    expectedPackages({
      expectations: plan.expect,
      folder,
      architecture: layout.config.architecture,
      layout,
      workDir: path('layers'),
    }),
  ]);
  const installed = installedPackages(inventory.texts);
  const { files, named, holdings, ownerOf } = ledgerOf({
    inventory,
    root: imageRoot(indexes, inventory),
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
    ownerOf,
  };
}
