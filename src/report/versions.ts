/**
 * The version that fixes most at the least change: of the ones an advisory names (`2.0.6, 1.26.17`)
 * the lowest above the installed one, and of those of several advisories the highest.
 */
export function lowestFix(installed: string, fixedVersions: readonly string[]): string | undefined {
  const fixes = fixedVersions.flatMap((text) => {
    const named = text.split(',').map((v) => v.trim());
    const above = named.filter((v) => v !== '' && compareVersions(v, installed) > 0);
    return above.sort(compareVersions)[0] ?? [];
  });
  return fixes.sort(compareVersions).at(-1);
}

/**
 * Orders versions of any ecosystem well enough for advice, after dpkg: digits as numbers, `~` and
 * pre-release words before the end. Epochs count first; a leading `v` does not count.
 */
export function compareVersions(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const order = compareParts(left[i], right[i]);
    if (order !== 0) return order;
  }
  return 0;
}

const PARTS = /\d+|[a-z]+|~/g;

function partsOf(version: string): string[] {
  const epoch = /^\d+:/.test(version) ? '' : '0:';
  return `${epoch}${version.replace(/^v/, '').toLowerCase()}`.match(PARTS) ?? [];
}

function compareParts(a: string | undefined, b: string | undefined): number {
  const ranks = rank(a) - rank(b);
  if (ranks !== 0 || a === undefined || b === undefined) return ranks;
  if (rank(a) === NUMBER) return Math.sign(Number(a) - Number(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

const NUMBER = 4;
const PRE_RELEASE = /^(a|b|c|rc|alpha|beta|dev|pre|preview)$/;

function rank(part: string | undefined): number {
  if (part === '~') return 0;
  if (part === undefined) return 2;
  if (/^\d/.test(part)) return NUMBER;
  return PRE_RELEASE.test(part) ? 1 : 3;
}
