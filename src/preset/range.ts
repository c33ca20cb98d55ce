/**
 * Whether some release of a version is in a range: 24 is in >=22.3, and so is 22, as 22.3 is one of
 * it. Ranges are those of npm, of PEP 440 and of Poetry; undefined for what is none of them.
 */
export function mayMeet(version: string, range: string): boolean | undefined {
  const own = intervalOf('', version);
  const choices = range.split('||').map(intersection);
  if (!own || choices.includes(undefined)) return undefined;
  return choices.some((one) => one !== undefined && overlap(one, own));
}

/** The lowest release that a range names, with as many numbers as a version of the same kind. */
export function lowestOf(range: string, like: string): string | undefined {
  const parts = like.split('.').length;
  const named = [...range.matchAll(/(?<![\d.]|[<!]\s*|<=\s*)\d+(?:\.\d+)*/g)].map(([text]) => text);
  const fitting = named
    .map((text) => text.split('.').slice(0, parts).join('.'))
    .filter((text) => text.split('.').length === parts && mayMeet(text, range));
  return fitting[0];
}

/** From the first number, up to the second and without it. */
type Interval = [from: number, to: number];

const ALL: Interval = [0, Number.POSITIVE_INFINITY];
const SIGNS = /^(\^|~=|~|>=|<=|>|<|===?|=|!=)?\s*v?(\*|[\d.]+(?:\.[x*X])*|[xX])(?:-[\w.]+)?$/;

function intersection(text: string): Interval | undefined {
  const spaced = text
    .trim()
    .replace(/(\S+)\s+-\s+(\S+)/g, '>=$1 <=$2')
    .replace(/([\^~<>=!])\s+/g, '$1');
  const intervals = spaced
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((one) => {
      const [, sign = '', version = ''] = SIGNS.exec(one) ?? [];
      return version === '' ? undefined : intervalOf(sign, version);
    });
  return intervals.reduce<Interval | undefined>(
    (all, one) => all && one && [Math.max(all[0], one[0]), Math.min(all[1], one[1])],
    ALL,
  );
}

function intervalOf(sign: string, version: string): Interval | undefined {
  const parts = version
    .split('.')
    .filter((part) => !/^[x*]?$/i.test(part))
    .map(Number);
  if (parts.some(Number.isNaN)) return undefined;
  if (parts.length === 0) return ALL;
  const from = numberOf(parts);
  const to = after(parts, parts.length);
  switch (sign) {
    case '>=':
      return [from, ALL[1]];
    case '>':
      return [to, ALL[1]];
    case '<':
      return [0, from];
    case '<=':
      return [0, to];
    case '!=':
      return ALL;
    case '^':
      return [
        from,
        after(
          parts,
          Math.max(
            parts.findIndex((part) => part > 0),
            0,
          ) + 1,
        ),
      ];
    case '~':
      return [from, after(parts, Math.min(parts.length, 2))];
    case '~=':
      return [from, after(parts, Math.max(parts.length - 1, 1))];
    default:
      return [from, to];
  }
}

/** The first release that does not begin with that many of these numbers. */
function after(parts: readonly number[], count: number): number {
  return numberOf(parts.slice(0, count).map((part, i) => (i === count - 1 ? part + 1 : part)));
}

function numberOf([major = 0, minor = 0, patch = 0]: readonly number[]): number {
  return (major * 1e5 + minor) * 1e5 + patch;
}

function overlap(a: Interval, b: Interval): boolean {
  return Math.max(a[0], b[0]) < Math.min(a[1], b[1]);
}
