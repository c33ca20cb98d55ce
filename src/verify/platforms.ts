import { signedAbout, type VerifyRequest, verifyImage } from '../verify.ts';
import { verifySignature } from './judge.ts';
import type { Verified } from './types.ts';
import { type Verification, verificationOf } from './verification.ts';

/** What `harden verify --json` prints of an index: itself, and each image in it. */
export interface IndexVerification extends Verification {
  platforms: (Verification & { platform: string })[];
}

/**
 * Holds what a reference names to what was signed about it: an image, or every image of an index and the
 * index, as that chooses which of them belong together.
 */
export async function verifyAll(
  request: VerifyRequest,
): Promise<{ verification: Verification | IndexVerification; verified: Verified[] }> {
  const { registry, image, trusted } = request;
  const index = trusted && (await registry.list(image));
  if (!index) {
    const found = await verifyImage(request);
    return { verification: verificationOf(found.image, found.verified), verified: found.verified };
  }
  const signed = verifySignature(await signedAbout(index, { trusted, registry }));
  const verified: Verified[] = [about('index', signed)];
  const platforms: IndexVerification['platforms'] = [];
  const repository = index.ref.slice(0, index.ref.indexOf('@'));
  for (const { platform, digest } of index.images) {
    const one = await verifyImage({ ...request, image: `${repository}@${digest}` });
    platforms.push({ platform, ...verificationOf(one.image, one.verified) });
    verified.push(...one.verified.map((each) => about(platform, each)));
  }
  const verification: IndexVerification = {
    ...verificationOf(index, [signed]),
    pass: verified.every(({ pass }) => pass) && platforms.length > 0,
    platforms,
  };
  return { verification, verified };
}

function about(what: string, verified: Verified): Verified {
  return { ...verified, evidence: `${what}: ${verified.evidence}` };
}
