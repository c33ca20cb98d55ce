import { columnsOf, visible } from '../diagnostics/visible.ts';
import type { Evidence, Finding } from './types.ts';

/** A longer value has its lines below it. */
const VALUE = 20;

/** Findings as a table: what, its value, the line that shows it. A guess says that it is one. */
export function renderFindings(findings: readonly Finding[], width: number): string {
  const names = Math.max(...findings.map(({ what }) => what.length)) + 2;
  const short = findings.map(({ value }) => columnsOf(value)).filter((width) => width <= VALUE);
  const values = Math.max(0, ...short) + 2;
  const lines = findings.flatMap((one, index) => {
    const again = findings[index - 1]?.what === one.what;
    const head = `  ${(again ? '' : one.what).padEnd(names)}${visible(one.value.replace(/\s+/g, ' '))}`;
    const notes = notesOf(one).map((note) => visible(note));
    const column = 2 + names + values;
    const first = columnsOf(head) + 2 > column ? [head] : [];
    const start = first.length > 0 ? ' '.repeat(column) : pad(head, column);
    if (notes.length === 0) return [cut(head, width)];
    return [
      ...first.map((line) => cut(line, width)),
      ...notes.map((note, at) => cut((at === 0 ? start : ' '.repeat(column)) + note, width)),
    ];
  });
  return `${lines.join('\n')}\n`;
}

function notesOf({ certainty, why, evidence }: Finding): string[] {
  const own = evidence.filter(({ file }) => !file.startsWith('presets/'));
  const lines = own.map(placeOf);
  if (certainty === 'found') return lines;
  const word = certainty === 'guess' ? 'a guess' : 'the default';
  return [`${word}: ${why}`, ...lines];
}

function placeOf({ file, line, text }: Evidence): string {
  return `${file}:${line}  ${text}`.trimEnd();
}

function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

function cut(text: string, width: number): string {
  const room = Math.max(width, 60);
  if (columnsOf(text) <= room) return text;
  let shown = '';
  for (const character of text) {
    if (columnsOf(shown + character) > room - 1) break;
    shown += character;
  }
  return `${shown}…`;
}
