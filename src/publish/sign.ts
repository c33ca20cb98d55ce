import type { Statement } from '../registry/push/referrers.ts';
import { payloadIn } from '../signing/open-bundle.ts';
import type { Signer } from '../statements/attestation.ts';
import { bundled } from './statements.ts';

/** Signs statements about an image, each once. */
export interface Signing {
  /**
   * The bundles of all statements. What a repository has already, from the same hand and of the same
   * bytes, is taken as it is: a new signature has other bytes, and would be one more document.
   */
  besides(there: readonly string[]): Promise<Statement[]>;
}

export function signing(unsigned: readonly Buffer[], signer: Signer, digest: string): Signing {
  const made = new Map<string, string>();
  return {
    async besides(there) {
      const known = new Map<string, string>();
      for (const bundle of there) {
        const payload = payloadIn(bundle)?.toString('base64');
        if (payload !== undefined && (await signer.made(bundle))) known.set(payload, bundle);
      }
      const bundles: string[] = [];
      for (const payload of unsigned) {
        const key = payload.toString('base64');
        const bundle = known.get(key) ?? made.get(key) ?? (await signer.bundle(payload));
        made.set(key, bundle);
        bundles.push(bundle);
      }
      return bundles.map((bundle) => bundled(bundle, digest));
    },
  };
}
