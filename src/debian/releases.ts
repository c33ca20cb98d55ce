import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Mirror } from './types.ts';

/** One suite of a release: its InRelease lies at `<url>/InRelease`, its files below `root`. */
export interface Suite {
  codename: string;
  root: string;
  url: string;
}

/** The releases harden ships keys for, newest first. */
const RELEASES = ['trixie', 'bookworm'];

/** The suites that make up a release: the release itself, its updates, its security fixes. */
export function suitesOf(release: string, mirror: Mirror): Suite[] {
  if (!RELEASES.includes(release)) throw new HardenError(unknownRelease(release));
  return [
    suite(mirror.archive, release),
    suite(mirror.archive, `${release}-updates`),
    suite(mirror.security, `${release}-security`),
  ];
}

function suite(root: string, codename: string): Suite {
  return { codename, root, url: `${root}/dists/${codename}` };
}

function unknownRelease(release: string) {
  const names = RELEASES.join(' or ');
  return error(
    'debian/unknown-release',
    `the Debian release is ${JSON.stringify(release)}, expected ${names}`,
    { hint: `write one of the supported codenames: ${names}` },
  );
}
