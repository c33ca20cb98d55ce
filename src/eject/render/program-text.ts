import { visible } from '../../diagnostics/visible.ts';
import { isPlain } from './quoting.ts';
import { wrapped } from './wrapped.ts';

/** A text as a literal of TypeScript: lines as they are, signs that nobody sees as escapes. */
export function text(value: string): string {
  if (value.includes('\n') && isPlain(value.replaceAll('\n', ''))) {
    return `\`${value.replace(/[\\`]|\$\{/g, '\\$&')}\``;
  }
  const inner = JSON.stringify(value)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replace(HIDDEN, (sign) => sign.replace(/[\s\S]/g, (unit) => `\\u${hex(unit)}`));
  return `'${inner}'`;
}

const HIDDEN = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

function hex(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, '0');
}

const WIDTH = 90;

/** A list of texts; a line for each where they are long. */
export function argument(values: readonly string[], indent: number): string {
  const line = `[${values.map(text).join(', ')}]`;
  if (line.length + indent <= WIDTH) return line;
  const pad = ' '.repeat(indent);
  return `[\n${values.map((one) => `${pad}  ${text(one)},\n`).join('')}${pad}]`;
}

export function call(name: string, args: readonly string[]): string {
  return `.${name}(${args.join(', ')})`;
}

/** Comment lines; foreign text in them stays text. */
export function bulletsOf(sentence: string, mark = ''): string[] {
  return wrapped(visible(sentence).replaceAll('\n', ' '), mark).map((line) => `// ${line}`);
}
