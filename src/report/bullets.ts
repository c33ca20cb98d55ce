import { visible } from './visible.ts';
import { wrap } from './words.ts';

/** Texts as a list of at most `width` columns; what is foreign in them stays text. */
export function bullets(texts: readonly string[], width: number): string[] {
  return texts.flatMap((text) => {
    const [first = '', ...rest] = wrap(visible(text), width - 2);
    return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
  });
}
