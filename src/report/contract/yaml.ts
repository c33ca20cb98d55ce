const PLAIN = /^[A-Za-z/][\w./@-]*(?::[\w./@-]+)*$/;
const WORDS = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** A text as a YAML scalar, in quotes unless it is plainly a text. */
export function scalar(text: string): string {
  return PLAIN.test(text) && !WORDS.test(text) ? text : JSON.stringify(text);
}

/** The same within brackets or braces. */
export function flowList(texts: readonly string[]): string {
  return `[${texts.map(scalar).join(', ')}]`;
}

/** `key: value` lines at this depth. */
export function lines(map: Readonly<Record<string, string>>, depth: number): string[] {
  return Object.entries(map).map(
    ([key, value]) => `${' '.repeat(depth)}${scalar(key)}: ${scalar(value)}`,
  );
}

/** A text as a comment, whatever is in it. */
export function comment(text: string): string {
  return `# ${text.replace(/\s+/g, ' ')}`;
}
