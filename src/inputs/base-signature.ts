import { allFamilies } from '../base/find.ts';
import type { BaseFamily } from '../base/schema.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import type { BaseImage } from '../oci/base-image.ts';
import { parseReference, repositoryName } from '../registry/reference.ts';
import type { BaseSignature } from '../report/types.ts';
import type { InputContext } from './context.ts';
import { type FoundSignature, signaturesOf } from './image-signatures.ts';

type Signed = NonNullable<BaseFamily['signed']>;

/**
 * Whether the makers of a base have signed it, as the catalogue says they do. What they sign is the image
 * of the platform or the index it is listed in. A base of Debian packages has their own signature.
 */
export async function baseSignature(
  { kind, ref, digest }: Pick<BaseImage, 'kind' | 'ref' | 'digest'>,
  context: Pick<InputContext, 'registry' | 'pins' | 'now'>,
  { trustRoot }: { trustRoot?: string },
): Promise<BaseSignature> {
  if (kind === 'scratch') return { state: 'verified', why: 'it is empty' };
  if (kind === 'debian') {
    const why =
      "its packages have the checksums of an index that Debian's keys signed, or of the lock";
    return { state: 'verified', why };
  }
  const parsed = parseReference(ref);
  if (!parsed.ok) return { state: 'not checked', why: `${ref} is no reference` };
  const repository = repositoryName(parsed.value);
  const signed = await signedAs(repository);
  if (!signed) return { state: 'not checked', why: `it is not known who signs ${repository}` };
  const { readTrustRoot } = await import('../signing/keyless/trust-root.ts');
  const trust = await readTrustRoot(trustRoot, { cwd: '/', now: context.now });
  const index = context.pins.used.images.find((one) => one.digest === digest)?.index;
  const digests = [digest, ...(index ? [index] : [])];
  try {
    const found = await signaturesOf(repository, digests, context.registry, trust);
    return judged(found, signed, context.registry.isMirrored(parsed.value.registry));
  } catch (thrown) {
    if (!(thrown instanceof HardenError)) throw thrown;
    const why = thrown.diagnostics.map(({ message }) => message).join('; ');
    return { state: 'not checked', why };
  }
}

async function signedAs(repository: string): Promise<Signed | undefined> {
  const all = (await allFamilies()).flatMap(({ signed }) => signed ?? []);
  return all.find(({ below }) => repository.startsWith(below));
}

function judged(
  found: readonly FoundSignature[],
  { identity, issuer }: Signed,
  mirrored: boolean,
): BaseSignature {
  const own = found.some((one) => 'name' in one && one.name === identity && one.issuer === issuer);
  if (own) return { state: 'verified', why: `${identity}, whom ${issuer} knows, signed it` };
  if (found.length === 0) {
    const mirror = mirrored ? '; it came from a mirror, which may leave signatures out' : '';
    return { state: 'unsigned', why: `no signature lies beside it${mirror}` };
  }
  const reasons = found.map((one) =>
    'refused' in one ? one.refused : `by ${one.name}, whom ${one.issuer} knows`,
  );
  const told = [...new Set(reasons)].join('; ').replaceAll('\n', '␊');
  return { state: 'refused', why: `${identity} did not sign it: ${told}` };
}
