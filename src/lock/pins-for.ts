import type { Compiled } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { readLock } from './file.ts';
import { lockedPreset } from './locked-preset.ts';
import { LOCK_FILE } from './name.ts';
import { createPins, type Pins } from './pins.ts';
import type { Lock, LockContent } from './schema.ts';

/**
 * What the lock beside the spec fixes. A lock of another platform fixes nothing; a frozen build has
 * to have one that fits.
 */
export async function pinsFor(
  { folder, plan, preset }: Pick<Compiled, 'folder' | 'plan' | 'preset'>,
  frozen = false,
): Promise<Pins> {
  const read = await readLock(folder);
  if (!read.ok) throw new HardenError(...read.diagnostics);
  const lock = read.value;
  if (!lock) {
    if (frozen) throw new HardenError(missingLock());
    return createPins();
  }
  const other = differenceTo(lock, { platform: plan.platform, preset: lockedPreset(preset) });
  if (!other) return createPins(lock, frozen);
  if (frozen) throw new HardenError(outdated(other));
  // Names are the same whatever the preset says; digests are of one platform.
  return createPins(platformsOf(lock).includes(plan.platform) ? lock : undefined);
}

/** All platforms that a lock is for. */
export function platformsOf({ platform, platforms }: Pick<LockContent, 'platform' | 'platforms'>) {
  return platforms ?? [platform];
}

function differenceTo(
  lock: Lock,
  { platform, preset }: Pick<LockContent, 'platform' | 'preset'>,
): string | undefined {
  const platforms = platformsOf(lock);
  if (!platforms.includes(platform))
    return `it is for ${platforms.join(' and ')}, and the build for ${platform}`;
  const locked = [lock.preset, ...(lock.presets ?? [])];
  const same = locked.filter(({ name }) => name === preset.name);
  if (same.length === 0) return `it is for the preset ${locked.map(({ name }) => name).join(', ')}`;
  if (same[0]?.digest !== preset.digest) return `the preset ${preset.name} was changed since`;
  return undefined;
}

export function missingLock() {
  return error('lock/missing', `there is no ${LOCK_FILE} beside the spec`, {
    hint: 'write one with: harden lock',
  });
}

function outdated(why: string) {
  return error('lock/outdated', `${LOCK_FILE} does not fit: ${why}`, {
    hint: 'write it anew with: harden lock',
  });
}
