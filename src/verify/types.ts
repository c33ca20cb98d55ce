import type { Code } from '../diagnostics/codes.ts';
import type { OciManifest } from '../oci/spec.ts';
import type { Statement } from '../signing/open-bundle.ts';

/** What is known of an image when it is verified. */
export interface Evidence {
  /** `<registry>/<repository>@<digest>`. */
  ref: string;
  digest: string;
  manifest: Pick<OciManifest, 'layers' | 'annotations'>;
  /** Of this key and about this digest. */
  statements: readonly Statement[];
  /** Bundles of other keys, about other images, or damaged. */
  others: number;
  /** The digest that the base has to have. */
  base?: string;
}

/** One thing that was verified. */
export interface Verified {
  id: 'signature' | 'provenance' | 'scan' | 'checks' | 'smoke' | 'base' | 'rebuild';
  pass: boolean;
  evidence: string;
  /** Why it does not hold. */
  code?: Code;
}
