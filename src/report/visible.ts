import { COMMAND_ANYWHERE } from '../diagnostics/runner-commands.ts';

/**
 * Characters that act on a terminal or on the reading order instead of being seen: controls and
 * escapes, bidirectional and zero-width marks, tags, lone surrogates, private use, line separators.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;

/** Text from outside as one harmless line: what would not be seen is written as `\u{202e}`. */
export function visible(text: string): string {
  return text
    .replace(HIDDEN, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(COMMAND_ANYWHERE, '\\u{23}#');
}

/** The same for text in JSON strings, where the escape has to stay JSON. */
export function visibleJson(json: string): string {
  return json
    .replace(HIDDEN, (char) => (char === '\n' ? char : jsonEscape(char)))
    .replace(COMMAND_ANYWHERE, `${jsonEscape('#')}#`);
}

function jsonEscape(char: string): string {
  let escaped = '';
  for (let i = 0; i < char.length; i++) {
    escaped += `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
