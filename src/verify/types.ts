import type { Code } from '../diagnostics/codes.ts';
import type { OciManifest } from '../oci/spec.ts';
import type { Statement } from '../signing/open-bundle.ts';

/** Whose signatures count, in a word. */
export type Who = 'key' | 'identity';

/** What is known of an image when it is verified. */
export interface Evidence {
  who: Who;
  /** `<registry>/<repository>@<digest>`. */
  ref: string;
  digest: string;
  manifest: Pick<OciManifest, 'layers' | 'annotations'>;
  /** Of who counts, and about this digest. */
  statements: readonly Statement[];
  /** Of each bundle that does not count, why. */
  refused: readonly string[];
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
