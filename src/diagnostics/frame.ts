import type { Span } from './diagnostic.ts';
import { columnsOf, masked, visibleCharacter } from './visible.ts';

/** A source line as it is shown, and where the marked part begins and how many columns it has. */
export interface Frame {
  line: string;
  start: number;
  length: number;
}

/**
 * The line a span is on, made safe to print and cut to at most `width` columns so that the start
 * of the marked part stays in view. Undefined when the text has no such line.
 */
export function frameOf(text: string, span: Span, width: number): Frame | undefined {
  const source = text.replace(/^\uFEFF/, '').split(/\r?\n/)[span.line - 1];
  if (source === undefined) return undefined;
  const line = masked(source);
  const before = show(line.slice(0, span.column - 1));
  const marked = show(line.slice(span.column - 1, span.column - 1 + span.length));
  const after = show(line.slice(span.column - 1 + span.length));
  return cut(before, marked, after, Math.max(width, 20));
}

function show(text: string): string[] {
  return [...text].map(visibleCharacter);
}

function cut(before: string[], marked: string[], after: string[], width: number): Frame {
  const columns = (parts: string[]) => columnsOf(parts.join(''));
  // Up to a third of the room is for what stands before; the rest for the mark and what follows.
  const room = Math.max(Math.floor(width / 3), width - columns(marked) - columns(after));
  const head = fromEnd(before, room);
  const rest = width - columnsOf(head);
  const body = fromStart([...marked, ...after], rest);
  const length = Math.min(columns(marked), columnsOf(body));
  return { line: head + body, start: columnsOf(head), length: Math.max(length, 1) };
}

function fromStart(parts: string[], width: number): string {
  if (columnsOf(parts.join('')) <= width) return parts.join('');
  let result = '';
  for (const part of parts) {
    if (columnsOf(result + part) > width - 1) break;
    result += part;
  }
  return `${result}…`;
}

function fromEnd(parts: string[], width: number): string {
  if (columnsOf(parts.join('')) <= width) return parts.join('');
  let result = '';
  for (const part of parts.toReversed()) {
    if (columnsOf(part + result) > width - 1) break;
    result = part + result;
  }
  return `…${result}`;
}
