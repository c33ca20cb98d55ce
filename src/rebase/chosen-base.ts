import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { InputContext } from '../inputs/context.ts';
import type { LockedImage } from '../lock/schema.ts';
import type { Base } from '../plan/types.ts';
import { byDigest, parseReference, repositoryName } from '../registry/reference.ts';

/**
 * The image that `--base` names, as a lock has it: a digest of the base that the spec names, or a reference
 * in its repository. What else would be another spec.
 */
export async function chosenBase(
  given: string,
  base: Base,
  { registry, platform, now }: Pick<InputContext, 'registry' | 'platform' | 'now'>,
): Promise<LockedImage> {
  if (base.kind !== 'image') throw refused(given, 'the base is no image', base);
  const ref = /^sha256:[0-9a-f]{64}$/.test(given) ? byDigest(base.ref, given) : given;
  const [asked, own] = [parseReference(ref), parseReference(base.ref)];
  if (!asked.ok) throw new HardenError(...asked.diagnostics);
  if (own.ok && repositoryName(asked.value) !== repositoryName(own.value)) {
    throw refused(given, `the base of the spec is ${base.ref}`, base);
  }
  const { digest, manifest, index } = await registry.resolve(ref, platform);
  return {
    ref: base.ref,
    use: 'base',
    ...(index && { index: index.digest }),
    digest,
    size: [manifest.config, ...manifest.layers].reduce((sum, { size }) => sum + size, 0),
    locked: now.toISOString().slice(0, 10),
  };
}

function refused(given: string, why: string, { origin }: Base): HardenError {
  return new HardenError(
    error('cli/bad-option', `--base is ${given}, and ${why}`, {
      span: origin,
      hint: 'name a digest or tag of that base, or write another one into the spec and run: harden rebase',
    }),
  );
}
