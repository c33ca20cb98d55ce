/**
 * Text of a user or a program made safe for a terminal: control characters and those that change
 * the direction of text or cannot be seen are shown, never sent. Line ends stay.
 */
export function visible(text: string): string {
  let result = '';
  for (const character of masked(text)) result += visibleCharacter(character);
  return result;
}

/** The same text, with as many stars for the credentials of a URL: output may be kept for long. */
export function masked(text: string): string {
  return text.replace(
    /(:\/\/)([^\s/@"']+)(?=@)/g,
    (_all, slashes: string, secret: string) => slashes + '*'.repeat(secret.length),
  );
}

/** One character as it is shown; a line end stays one. */
export function visibleCharacter(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (character === '\n') return character;
  if (character === '\t') return '→';
  // Unicode has a picture for each of the old control characters.
  if (point < 0x20) return String.fromCodePoint(0x2400 + point);
  if (point === 0x7f) return '␡';
  if (HIDDEN.test(character)) return `<U+${point.toString(16).toUpperCase().padStart(4, '0')}>`;
  return character;
}

/** Columns a shown text takes in a terminal. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += MARK.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

/** C1 controls, format characters (direction, zero width), line separators, lone surrogates. */
const HIDDEN = /[\u0080-\u009f\p{Cf}\u2028\u2029\p{Cs}]/u;
const MARK = /\p{M}/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
