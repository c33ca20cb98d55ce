import type { Platform } from './plan/types.ts';
import { fetchBeside } from './registry/beside.ts';
import type { RegistryClient } from './registry/client.ts';
import type { Resolved } from './registry/resolve.ts';
import { claimedIn, readStatement, type Statement } from './signing/open-bundle.ts';
import { judgeImage } from './verify/judge.ts';
import type { Verified } from './verify/types.ts';

/** The statement of a bundle that whoever counts has signed; nothing for any other. */
export type Opens = (bundle: string) => Statement | undefined;

export interface VerifyRequest {
  /** A reference in a registry. */
  image: string;
  /** Whose signatures count; absent where nobody's do, and only what is claimed is wanted. */
  open?: Opens;
  /** The digest that the base has to have. */
  base?: string;
  platform: Platform;
  registry: RegistryClient;
}

/** An image, and what holds of it. */
export interface VerifiedImage {
  image: Resolved;
  /** Empty where nobody's signatures count. */
  verified: Verified[];
  /** About this very digest: what is signed, or all that is claimed where nobody's signatures count. */
  statements: Statement[];
}

/**
 * Holds an image in a registry to what was signed about it. Nothing that anybody else put there counts.
 * The image is the one of the digest in the result, whatever its tag names later.
 */
export async function verifyImage(request: VerifyRequest): Promise<VerifiedImage> {
  const { open, base, platform, registry } = request;
  const image = await registry.resolve(request.image, platform);
  const { ref, digest, manifest } = image;
  const { bundles, unsigned } = await fetchBeside(ref, registry);
  const about = (all: readonly (Statement | undefined)[]) =>
    all.filter((one): one is Statement => one?.subjects.includes(digest) === true);
  if (!open) {
    const claimed = [...bundles.map(claimedIn), ...unsigned.map(readStatement)];
    return { image, verified: [], statements: about(claimed) };
  }
  const statements = about(bundles.map(open));
  const others = bundles.length - statements.length;
  const verified = judgeImage({ ref, digest, manifest, statements, others, ...(base && { base }) });
  return { image, verified, statements };
}
