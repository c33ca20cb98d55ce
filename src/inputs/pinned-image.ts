import type { Span } from '../diagnostics/diagnostic.ts';
import type { LockedImage } from '../lock/schema.ts';
import { byDigest } from '../registry/reference.ts';
import type { InputContext } from './context.ts';

/** An image by digest: the one that the lock has for the name, else the one its tag leads to now. */
export async function pinnedImage(
  ref: string,
  use: LockedImage['use'],
  context: Pick<InputContext, 'pins' | 'registry' | 'platform' | 'now'>,
  origin?: Span,
): Promise<{ ref: string; digest: string }> {
  const { pins, registry, platform, now } = context;
  const pinned = pins.image(ref, use, origin);
  if (pinned) {
    pins.used.images.push(pinned);
    return { ref: byDigest(ref, pinned.digest), digest: pinned.digest };
  }
  const { ref: resolved, digest, manifest, index } = await registry.resolve(ref, platform);
  pins.used.images.push({
    ref,
    use,
    ...(index && { index: index.digest }),
    digest,
    size: [manifest.config, ...manifest.layers].reduce((sum, { size }) => sum + size, 0),
    locked: now.toISOString().slice(0, 10),
  });
  return { ref: resolved, digest };
}
