export type Relation = '<<' | '<=' | '=' | '>=' | '>>';

/**
 * Compares two Debian versions as dpkg does: epoch, upstream version, revision; `~` sorts before
 * the end of the text. Negative if `a` is older, 0 if they are equal, positive if newer.
 */
export function compareVersions(a: string, b: string): number {
  const left = split(a);
  const right = split(b);
  return (
    left.epoch - right.epoch ||
    comparePart(left.upstream, right.upstream) ||
    comparePart(left.revision, right.revision)
  );
}

/** Whether a version stands in the relation to the wanted one, as in `libc6 (>= 2.38)`. */
export function satisfies(version: string, relation: Relation, wanted: string): boolean {
  const order = compareVersions(version, wanted);
  switch (relation) {
    case '<<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '=':
      return order === 0;
    case '>=':
      return order >= 0;
    case '>>':
      return order > 0;
    default:
      return relation satisfies never;
  }
}

/** The epoch ends at the first colon, the revision begins after the last hyphen. */
function split(version: string): { epoch: number; upstream: string; revision: string } {
  const colon = version.indexOf(':');
  const rest = version.slice(colon + 1);
  const hyphen = rest.lastIndexOf('-');
  return {
    epoch: colon < 0 ? 0 : Number(version.slice(0, colon)),
    upstream: hyphen < 0 ? rest : rest.slice(0, hyphen),
    revision: hyphen < 0 ? '' : rest.slice(hyphen + 1),
  };
}

/** Takes turns: a run of other characters, then a run of digits, until one differs. */
function comparePart(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const difference = weight(a, i) - weight(b, j);
      if (difference) return difference;
      i += 1;
      j += 1;
    }
    const left = digits(a, i);
    const right = digits(b, j);
    i += left.length;
    j += right.length;
    const difference = compareNumbers(left, right);
    if (difference) return difference;
  }
  return 0;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** `~`, then the end of the text or a digit, then letters, then everything else. */
function weight(text: string, at: number): number {
  if (at >= text.length || isDigit(text, at)) return 0;
  const code = text.charCodeAt(at);
  if (code === 126) return -1;
  const letter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return letter ? code : code + 256;
}

function digits(text: string, from: number): string {
  let end = from;
  while (end < text.length && isDigit(text, end)) end += 1;
  return text.slice(from, end);
}

/** As text, since a date or a commit count may be longer than a number holds exactly. */
function compareNumbers(a: string, b: string): number {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}
