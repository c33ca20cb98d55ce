/**
 * A test for paths that match any of the patterns, or lie under a folder that does. `*` and `?`
 * stay within one name, `**` crosses folders, a pattern without `/` matches at any depth, `./` says
 * that it is meant at the top only.
 */
export function excluder(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false;
  const any = new RegExp(`^(?:${patterns.map(sourceOf).join('|')})(?:/|$)`, 'u');
  return (path) => any.test(path);
}

function sourceOf(pattern: string): string {
  const bare = pattern.replace(/^\.?\/+/, '').replace(/\/+$/, '');
  const rooted = bare.includes('/') || /^\.?\//.test(pattern);
  return (rooted ? '' : '(?:.*/)?') + bare.replace(/\*\*\/|\*\*|[*?]|[^\w\s/]/gu, partOf);
}

function partOf(token: string): string {
  if (token === '**/') return '(?:.*/)?';
  if (token === '**') return '.*';
  if (token === '*') return '[^/]*';
  if (token === '?') return '[^/]';
  return `\\u{${(token.codePointAt(0) ?? 0).toString(16)}}`;
}
