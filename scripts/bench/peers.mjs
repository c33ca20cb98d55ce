import { buildkit } from './peers/buildkit.mjs';
import { dagger } from './peers/dagger.mjs';
import { harden, hardenForced, hardenTrivy } from './peers/harden.mjs';
import { ko } from './peers/ko.mjs';
import { scanned } from './peers/scanned.mjs';

/**
 * Who takes part. A peer has `prepare(lab, own)` for what it needs once, `commands(own, round)` for what is
 * measured, `image(own)` and `written(own)` for where that goes, and `uploaded(log)` where it tells how many bytes
 * it sends, or `counted` where they are counted at the engine; `namesBase` are its files that name the base.
 */
const PEERS = [
  ...[harden, hardenForced, hardenTrivy],
  ...[scanned(buildkit), scanned(ko), buildkit, dagger, ko],
];

/** Who would be a peer and is not, and why. */
export const LEFT_OUT = [
  {
    what: 'Buildah',
    reason:
      'nobody has tried the ejected Dockerfile with it yet; without C libraries (`CGO_ENABLED=0`) no package of its module is missing',
  },
];

/** harden, and of the others those that are asked for by id, or all. */
export function peersOf(ids) {
  const unknown = ids.filter((id) => !PEERS.some((one) => one.id === id));
  if (unknown.length > 0) {
    const known = PEERS.map(({ id }) => id).join(', ');
    throw new Error(`no peer is called ${unknown.join(', ')}, expected some of ${known}`);
  }
  return PEERS.filter(({ id }) => ids.length === 0 || id === harden.id || ids.includes(id));
}
