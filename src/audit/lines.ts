import { columnsOf } from '../diagnostics/visible.ts';
import type { Paint } from '../report/paint.ts';
import { visible } from '../report/visible.ts';
import { wrap } from '../report/words.ts';

/** How a report for people is laid out. */
export interface Style {
  /** Columns. */
  width: number;
  paint: Paint;
}

const HEAD = 10;
const INDENT = 4;

export function title(text: string, { paint }: Style): string[] {
  return ['', paint('bold', text)];
}

/** A line of the head: what, and its value. */
export function row(name: string, text: string, style: Style): string[] {
  return block(name.padEnd(HEAD), text, style, HEAD);
}

/** A line of a list; those that it takes in a narrow terminal begin `hang` columns further right. */
export function item(mark: string, text: string, style: Style, hang = 0): string[] {
  return block(mark.padStart(2).padEnd(INDENT), text, style, INDENT + hang);
}

/** A text after a mark; lines that it takes in a narrow terminal begin at `hang` columns. */
function block(mark: string, text: string, { width }: Style, hang: number): string[] {
  const clean = visible(text);
  const lead = /^ */.exec(clean)?.[0] ?? '';
  // Wide letters take two columns: room for the widest is room for all.
  const wide = columnsOf(clean) - [...clean].length;
  const columns = width - hang;
  const room = Math.max(columns - (wide > 0 ? Math.ceil(columns / 2) : 0), 20);
  return wrap(clean.trim(), room).map((line, index) =>
    (index === 0 ? `${mark}${lead}${line}` : `${' '.repeat(hang)}${line}`).trimEnd(),
  );
}

/** A text on one line, and no longer than that. */
export function cut(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
