import type { Platform } from './plan/types.ts';
import { fetchBeside } from './registry/beside.ts';
import type { RegistryClient } from './registry/client.ts';
import type { Resolved } from './registry/resolve.ts';
import { claimedIn, type Opens, readStatement, type Statement } from './signing/open-bundle.ts';
import { judgeImage } from './verify/judge.ts';
import type { Verified, Who } from './verify/types.ts';

export interface VerifyRequest {
  /** A reference in a registry. */
  image: string;
  /** Whose signatures count; absent where nobody's do, and only what is claimed is wanted. */
  trusted?: { who: Who; open: Opens };
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
  const { trusted, base, platform, registry } = request;
  const image = await registry.resolve(request.image, platform);
  const { ref, digest, manifest } = image;
  const { bundles, unsigned } = await fetchBeside(ref, registry);
  const isAbout = ({ subjects }: Statement) => subjects.includes(digest);
  if (!trusted) {
    const claimed = [...bundles.map(claimedIn), ...unsigned.map(readStatement)];
    const statements = claimed.filter((one) => one !== undefined).filter(isAbout);
    return { image, verified: [], statements };
  }
  const statements: Statement[] = [];
  const refused: string[] = [];
  for (const opened of bundles.map(trusted.open)) {
    if ('refused' in opened) refused.push(opened.refused);
    else if (isAbout(opened.statement)) statements.push(opened.statement);
    else refused.push('about another image');
  }
  const { who } = trusted;
  const evidence = { who, ref, digest, manifest, statements, refused, ...(base && { base }) };
  return { image, verified: judgeImage(evidence), statements };
}
