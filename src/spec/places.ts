import type { LineCounter } from 'yaml';
import type { Span } from '../diagnostics/diagnostic.ts';

/** Offsets in the text to a span within its first line. */
export type Place = (start: number, end: number) => Span;

export function places(file: string, text: string, lines: LineCounter): Place {
  return (start, end) => {
    const from = Math.max(0, Math.min(start, text.length));
    const { line, col } = lines.linePos(from);
    // Before the first line end the counter knows no line at all.
    const at = line === 0 ? { line: 1, column: from + 1 } : { line, column: col };
    const lineEnd = text.slice(from).search(/\r?\n/);
    const rest = lineEnd < 0 ? text.length - from : lineEnd;
    return { file, ...at, length: Math.max(1, Math.min(end - from, rest)) };
  };
}
