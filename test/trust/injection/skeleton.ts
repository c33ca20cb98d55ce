/** Comments and literals, from left to right. */
const TEXTS = /\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/g;
const TOKEN = /[A-Za-z_$][\w$]*|\d+|[^\s\w,]/g;

/** The words and signs of a program beside its comments and literals: all that does something in it. */
export function skeleton(program: string): string[] {
  const bare = program.replace(TEXTS, (text) => {
    if (text.startsWith('//')) return '';
    // What is put into a literal with ${} is a statement as any other.
    return text.startsWith('`') ? (/(?<!\\)(?:\\\\)*(\$\{[\s\S]*)/.exec(text)?.[1] ?? '') : '';
  });
  return bare.match(TOKEN) ?? [];
}
