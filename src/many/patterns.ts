/**
 * Whether an upload with these patterns takes a file, as the engine reads them: `*` and `?` stay within a
 * name, `**` crosses folders, a folder stands for all in it, and the last pattern that fits decides,
 * where `!` turns it round.
 */
export function fits(patterns: readonly string[], path: string): boolean {
  return patterns.reduce((taken, pattern) => {
    const not = pattern.startsWith('!');
    return regexOf(not ? pattern.slice(1) : pattern).test(path) ? !not : taken;
  }, false);
}

const known = new Map<string, RegExp>();

function regexOf(pattern: string): RegExp {
  const before = known.get(pattern);
  if (before) return before;
  const bare = pattern.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  // `.` is the folder itself, and with it everything.
  const source = bare === '.' || bare === '' ? '.*' : bare.replace(TOKENS, sourceOf);
  const made = new RegExp(`^${source}(?:/|$)`, 'su');
  known.set(pattern, made);
  return made;
}

const TOKENS = /\*\*\/|\*\*|[*?]|\[[^\]/]+\]|\\.|[^\w/]/gsu;

function sourceOf(token: string): string {
  if (token === '**/') return '(?:.*/)?';
  if (token === '**') return '.*';
  if (token === '*') return '[^/]*';
  if (token === '?') return '[^/]';
  if (token.startsWith('[')) return token.replace(/\\?([\\&])/g, '\\$1');
  const plain = token.startsWith('\\') ? token.slice(1) : token;
  return `\\u{${(plain.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Whether a pattern is the name of one file or folder. */
export function isName(pattern: string): boolean {
  return !/[*?[\]!\\]/.test(pattern);
}
