/** A file of ignored files that a project has, and its patterns as an upload takes them. */
export interface Ignored {
  file: '.dockerignore' | '.gitignore';
  patterns: string[];
}

/**
 * What the project itself keeps out of a build: its .dockerignore, which was written for that, or
 * else its .gitignore. The last pattern that fits a path decides, and `!` brings it back.
 */
export function ignoredBy(read: (path: string) => string | undefined): Ignored | undefined {
  const docker = read('.dockerignore');
  if (docker !== undefined) {
    return { file: '.dockerignore', patterns: patternsOf(docker, (pattern) => pattern) };
  }
  const git = read('.gitignore');
  if (git === undefined) return undefined;
  return { file: '.gitignore', patterns: patternsOf(git, anywhere) };
}

function patternsOf(text: string, place: (pattern: string) => string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    if (line.startsWith('#')) return [];
    const [, not = '', written = ''] = /^(!?)(.*?)\s*$/.exec(line) ?? [];
    const pattern = place(written.replace(/^\\(?=[#!])/, ''))
      .replace(/^\.?\/+/, '')
      .replace(/\/+$/, '');
    return pattern === '' || pattern.split('/').includes('..') ? [] : [not + pattern];
  });
}

/** git: a name without a slash before its end is meant in every folder. */
function anywhere(pattern: string): string {
  return /\/(?!$)/.test(pattern) || /^\/*$/.test(pattern) ? pattern : `**/${pattern}`;
}
