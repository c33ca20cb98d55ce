import { blobDir } from '../cache.ts';
import { readInventory } from '../inspect/inventory.ts';
import { writeLayer } from '../oci/layer.ts';
import { layerSource } from '../oci/layer-source.ts';
import type { LayerBlob } from '../oci/types.ts';
import type { BuildPlan } from '../plan/types.ts';
import type { LayerKind } from '../report/types.ts';
import { userOf } from '../smoke/user.ts';
import { authorityFiles, mayBeBundle } from './ca.ts';
import { filesByPath, inOrder } from './place.ts';
import { timezoneFiles } from './timezone.ts';
import { writableFolders } from './writable.ts';

export interface SettingsRequest {
  plan: Pick<BuildPlan, 'config' | 'settings' | 'writable'>;
  /** All that the image has so far, the lowest first. */
  layers: readonly { blob: LayerBlob; kind?: LayerKind }[];
  signal: AbortSignal;
}

/**
 * What the `runtime` of a spec asks of the image besides packages, as its uppermost layer: it has to
 * see what the artifacts bring. Nothing where the image is as asked already.
 */
export async function settingsLayer(request: SettingsRequest): Promise<LayerBlob | undefined> {
  const { plan, layers, signal } = request;
  const { writable, settings: { ca, timezone } = {} } = plan;
  if (writable.length === 0 && !plan.settings) return undefined;
  const options = { texts: isRead, blobDir: blobDir(), signal };
  const inventory = await readInventory(layerSource(layers), options);
  const files = filesByPath(inventory.files);
  const text = (path: string) => inventory.texts.get(path) ?? '';
  // Numeric, so that it is found whatever the files say.
  const user = userOf(plan.config.User, text('etc/passwd'), text('etc/group')) ?? {
    uid: 0,
    gid: 0,
  };
  const contents = [
    ...(ca ? authorityFiles(ca, files, inventory.texts) : []),
    ...(timezone ? timezoneFiles(timezone, files) : []),
    ...writableFolders(writable, files, user),
  ];
  if (contents.length === 0) return undefined;
  return writeLayer(inOrder(contents, files), blobDir(), { signal });
}

function isRead(path: string): boolean {
  return path === 'etc/passwd' || path === 'etc/group' || mayBeBundle(path);
}
