import type { DebianPackage } from '../debian/types.ts';
import { error, HardenError, type Span } from '../diagnostics/diagnostic.ts';
import type { LockedImage } from '../lock/schema.ts';
import type { LayerBlob } from '../oci/types.ts';

/** What a build that asks nobody has in place of answers. */
export interface Offline {
  /** The image as an archive that an engine imports. @throws HardenError offline/missing. */
  imageArchive(
    ref: string,
    use: LockedImage['use'],
    pinned: Pick<LockedImage, 'digest'>,
  ): Promise<string>;
  /** The packages of the root that runs images and scanners; without them that of the last run. */
  helper?: { version: string; packages: DebianPackage[] };
  /** What the steps for dependencies left, where the plan has some. */
  dependencies?: { key: string; layer: LayerBlob };
  /** Whether all that there is came in a bundle. */
  bundled: boolean;
}

/** The diagnostic for what a build needs, must not ask for and does not have. */
export function offlineMissing(what: string, span?: Span): HardenError {
  return new HardenError(
    error('offline/missing', `${what} is not on this machine, and the build is offline`, {
      ...(span && { span }),
      hint: 'where there is a network, run: harden bundle --output FILE; then here: harden build --offline --bundle FILE',
    }),
  );
}
