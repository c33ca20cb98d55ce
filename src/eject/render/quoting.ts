import { visible, visibleCharacter } from '../../diagnostics/visible.ts';

/** A comment line; foreign text in it stays on it. */
export function comment(text: string): string {
  return `# ${visible(text).replaceAll('\n', ' ')}`;
}

/** The value of ENV and LABEL: in quotes, with nothing left for the builder to replace. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"$]/g, '\\$&')}"`;
}

/** A word of an instruction that is read to the end of its line, such as WORKDIR. */
export function word(text: string): string {
  return text.replace(/[\\"'$]/g, '\\$&');
}

/** What neither ENV nor a path can hold: a line would end there, or would not look as it is. */
export function isPlain(text: string): boolean {
  return [...text].every((sign) => sign !== '\n' && visibleCharacter(sign) === sign);
}

/** What the value of a flag can hold without quotes of two kinds. */
export function isFlagValue(text: string): boolean {
  return /^[\w./@+:~%-]+$/.test(text);
}

const WIDTH = 90;

/** What a flag takes as a pattern; nothing in it is replaced or ends it. */
export function isFlagPattern(text: string): boolean {
  return isPlain(text) && /^[^\s"'\\$`]+$/.test(text);
}

/** The exec form: JSON, of which no shell sees anything; in lines where it is long. */
export function execForm(args: readonly string[]): string {
  const lines: string[] = [];
  for (const one of args.map(json)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + one.length > WIDTH) lines.push(one);
    else lines[lines.length - 1] = `${last}, ${one}`;
  }
  return `[${lines.join(', \\\n      ')}]`;
}

/** Signs that a terminal acts on, and `<<`, which starts a document of the builder, are escaped. */
function json(text: string): string {
  return JSON.stringify(text)
    .replaceAll('<<', '\\u003c\\u003c')
    .replace(HIDDEN, (sign) =>
      [...sign.split('')].map((unit) => `\\u${hex(unit.charCodeAt(0))}`).join(''),
    );
}

const HIDDEN = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

function hex(unit: number): string {
  return unit.toString(16).padStart(4, '0');
}

/** Source and target of COPY or ADD; signs that would be patterns are meant as they are. */
export function paths(from: string, to: string): string {
  const source = from.replace(/[*?[]/g, '[$&]');
  if (isFlagValue(source) && isFlagValue(to)) return `${source} ${to}`;
  return `[${json(word(source))}, ${json(word(to))}]`;
}
