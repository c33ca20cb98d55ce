import type { Span } from '../diagnostics/diagnostic.ts';

/** Offsets in the text to a span within its first line. */
export type Place = (start: number, end: number) => Span;

/** The line starts are our own: the parser's counter misses some in texts that it cannot read. */
export function places(file: string, text: string): Place {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (start, end) => {
    const from = Math.max(0, Math.min(start, text.length));
    const line = lineOf(starts, from);
    const column = from - (starts[line - 1] ?? 0) + 1;
    const rest = endOf(text, starts[line]) - from;
    return { file, line, column, length: Math.max(1, Math.min(end - from, rest)) };
  };
}

/** Where a line ends, by the start of the next: to look for the end from each place takes too long. */
function endOf(text: string, next = text.length + 1): number {
  return text[next - 2] === '\r' && next <= text.length ? next - 2 : next - 1;
}

/** The number of the last line that starts at or before an offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
