/**
 * Which package stands for a virtual one when several provide it. The first in an index would be
 * arbitrary, so Debian's own defaults are named.
 */
export const PROVIDERS: Readonly<Record<string, string>> = {
  awk: 'mawk',
  'c-compiler': 'gcc',
  'c++-compiler': 'g++',
  'debconf-2.0': 'debconf',
  'libc-dev': 'libc6-dev',
};
