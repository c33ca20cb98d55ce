import type { Platform } from './plan/types.ts';
import { fetchBeside } from './registry/beside.ts';
import type { RegistryClient } from './registry/client.ts';
import type { Resolved } from './registry/resolve.ts';
import { claimedIn, type Opens, readStatement, type Statement } from './signing/open-bundle.ts';
import { judgeImage } from './verify/judge.ts';
import type { Evidence, Verified, Who } from './verify/types.ts';

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
  if (!trusted) {
    const { bundles, unsigned } = await fetchBeside(ref, registry);
    const claimed = [...bundles.map(claimedIn), ...unsigned.map(readStatement)];
    const statements = claimed
      .filter((one) => one !== undefined)
      .filter(({ subjects }) => subjects.includes(digest));
    return { image, verified: [], statements };
  }
  const signed = await signedAbout({ ref, digest }, { trusted, registry });
  const evidence = { ref, digest, manifest, ...signed, ...(base && { base }) };
  return { image, verified: judgeImage(evidence), statements: [...signed.statements] };
}

/** What is signed about a digest by who counts, and why other bundles beside it do not count. */
export async function signedAbout(
  { ref, digest }: Pick<Resolved, 'ref' | 'digest'>,
  { trusted, registry }: Required<Pick<VerifyRequest, 'trusted' | 'registry'>>,
): Promise<Pick<Evidence, 'who' | 'statements' | 'refused'>> {
  const { bundles } = await fetchBeside(ref, registry);
  const statements: Statement[] = [];
  const refused: string[] = [];
  for (const opened of bundles.map(trusted.open)) {
    if ('refused' in opened) refused.push(opened.refused);
    else if (opened.statement.subjects.includes(digest)) statements.push(opened.statement);
    else refused.push('about another image');
  }
  return { who: trusted.who, statements, refused };
}
