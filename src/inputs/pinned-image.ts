import type { Span } from '../diagnostics/diagnostic.ts';
import type { LockedImage } from '../lock/schema.ts';
import { byDigest } from '../registry/reference.ts';
import type { InputContext } from './context.ts';
import { eachTime } from './once.ts';

export interface PinnedImage {
  ref: string;
  digest: string;
  /** On the host, for an engine that has to pull nothing. */
  archive?: string;
}

type PinContext = Pick<InputContext, 'pins' | 'registry' | 'platform' | 'now' | 'once' | 'offline'>;

/** An image by digest: the one that the lock has for the name, else the one its tag leads to now. */
export async function pinnedImage(
  ref: string,
  use: LockedImage['use'],
  context: PinContext,
  origin?: Span,
): Promise<PinnedImage> {
  const { pins, registry, platform, now, once = eachTime } = context;
  const pinned = pins.image(ref, use, origin, platform);
  const another = pinned?.platform !== undefined && pinned.platform !== platform;
  if (pinned && !(another && pinned.index)) {
    pins.used.images.push({ ...pinned, platform: pinned.platform ?? platform });
    const { digest } = pinned;
    const archive = use !== 'base' && (await context.offline?.imageArchive(ref, use, pinned));
    return { ref: byDigest(ref, digest), digest, ...(archive && { archive }) };
  }
  // The lock was made with an engine on another platform: the same index has what this one takes.
  const name = pinned?.index ? byDigest(ref, pinned.index) : ref;
  const {
    ref: resolved,
    digest,
    manifest,
    index,
  } = await once(`image ${name} ${platform}`, () => registry.resolve(name, platform));
  pins.used.images.push({
    ref,
    use,
    platform,
    ...(index && { index: index.digest }),
    digest,
    size: [manifest.config, ...manifest.layers].reduce((sum, { size }) => sum + size, 0),
    locked: pinned?.locked ?? now.toISOString().slice(0, 10),
  });
  return { ref: resolved, digest };
}
