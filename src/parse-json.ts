/** As it stands in a text, with escapes or without. */
const MAYBE = /__proto__|\\u005f/i;

/**
 * JSON that somebody else wrote, as a value. A key `__proto__` is refused: to JavaScript it is not one,
 * and what is below it would be lost on the way without a word.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return MAYBE.test(text) ? JSON.parse(text, refuse) : JSON.parse(text);
}

function refuse(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('it has the key __proto__');
  return value;
}
