import { partsOf } from './inspect/apart.ts';
import type { Inventory } from './inspect/types.ts';
import type { Layout } from './oci/layout.ts';
import { writePart } from './oci/part.ts';
import type { Image } from './report/types.ts';

/** The layers of the base and those of the app as an image each, where to scan both is to scan all. */
export async function imageParts(
  layout: Layout,
  image: Image,
  inventory: Inventory,
  path: (name: string) => string,
): Promise<readonly [Image, Image] | undefined> {
  const parts = await partsOf(layout, inventory);
  if (!parts) return undefined;
  return Promise.all([
    writePart(layout, image, parts.base, path('part-base')),
    writePart(layout, image, parts.app, path('part-app')),
  ]);
}
