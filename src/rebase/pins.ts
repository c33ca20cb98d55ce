import { createPins, type Pins } from '../lock/pins.ts';
import type { Lock, LockContent, LockedImage } from '../lock/schema.ts';
import type { Platform } from '../plan/types.ts';

/** Of the sets of Debian packages, those that the base is made of. */
const OF_BASE = ['base', 'packages'];

/**
 * The lock without what it says of the base, which is looked up anew; all else stays as it is locked.
 * @param base the image that the base has to be.
 */
export function withoutBase(lock: Lock | undefined, base?: LockedImage): Pins {
  const { images = [], databases = [], debian = [] } = lock ?? {};
  const others = images.filter(({ use }) => use !== 'base');
  return createPins({
    ...(lock && { platform: lock.platform }),
    images: [...others, ...(base ? [base] : [])],
    databases,
    debian: debian.filter(({ use }) => !OF_BASE.includes(use)),
    apk: [],
  });
}

/** The lock with the base that was used for its first platform, and everything else as it was. */
export function withBase(lock: Lock, used: Pins['used']): LockContent {
  const { lockVersion: _, integrity: __, ...content } = lock;
  const isOther = ({ platform = lock.platform }: { platform?: Platform | undefined }) =>
    platform !== lock.platform;
  return {
    ...content,
    images: [
      ...lock.images.filter((one) => one.use !== 'base' || isOther(one)),
      ...used.images.filter(({ use }) => use === 'base'),
    ],
    debian: [
      ...lock.debian.filter((one) => !OF_BASE.includes(one.use) || isOther(one)),
      ...used.debian.filter(({ use }) => OF_BASE.includes(use)),
    ],
    apk: [...lock.apk.filter(isOther), ...used.apk],
  };
}
