import { pageOf } from './codes.ts';
import type { Diagnostic } from './diagnostic.ts';
import { frameOf } from './frame.ts';
import { COMMAND_ANYWHERE, COMMAND_LINE } from './runner-commands.ts';
import { columnsOf, visible } from './visible.ts';

export interface RenderOptions {
  color: boolean;
  /** Columns. */
  width: number;
}

/**
 * Diagnostics as text for people, each with the line it is about: place, level and code, the frame,
 * the hint, the page that explains it. `sources` maps the file of a span to its text.
 */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  options: RenderOptions,
): string {
  return diagnostics.map((one) => `${renderOne(one, sources, options)}\n`).join('\n');
}

function renderOne(
  diagnostic: Diagnostic,
  sources: ReadonlyMap<string, string>,
  options: RenderOptions,
): string {
  const paint = painter(options.color);
  const width = Math.max(options.width, 40);
  const { span, hint, detail } = diagnostic;
  const level = diagnostic.severity === 'error' ? 'red' : 'yellow';
  const place = span ? `${paint('bold', visible(placeOf(span)))}  ` : '';
  const lines = [`${place}${paint(level, diagnostic.severity)}  ${diagnostic.code}`];
  lines.push(...messageLines(diagnostic, sources, width, (text) => paint(level, text)));
  if (hint) lines.push(...wrap(`hint: ${visible(hint)}`, width, '  ', '        '));
  if (detail) lines.push(...detailLines(detail));
  lines.push(paint('dim', `  docs: docs/${pageOf(diagnostic.code)}`));
  return lines.map(withoutCommand).join('\n');
}

function withoutCommand(lines: string): string {
  return lines.replace(COMMAND_LINE, '$1<U+003A>:').replace(COMMAND_ANYWHERE, '<U+0023>#');
}

function placeOf(span: { file: string; line: number; column: number }): string {
  return `${span.file}:${span.line}:${span.column}`;
}

/** The frame with the message beside the mark, or below it where the line is too short for it. */
function messageLines(
  diagnostic: Diagnostic,
  sources: ReadonlyMap<string, string>,
  width: number,
  mark: (text: string) => string,
): string[] {
  const { span } = diagnostic;
  const message = visible(diagnostic.message);
  const source = span && sources.get(span.file);
  const number = String(span?.line ?? '');
  const gutter = ' '.repeat(number.length + 2);
  const frame = span && source && frameOf(source, span, width - gutter.length - 3);
  if (!frame) return wrap(message, width, '  ', '  ');
  const indent = ' '.repeat(frame.start);
  const carets = '^'.repeat(frame.length);
  const lines = [`  ${number} | ${frame.line}`];
  const used = gutter.length + 3 + frame.start + frame.length + 2;
  if (used + columnsOf(message) <= width && !message.includes('\n')) {
    return [...lines, `${gutter} | ${indent}${mark(carets)}  ${message}`];
  }
  lines.push(`${gutter} | ${indent}${mark(carets)}`);
  return [...lines, ...wrap(message, width, '  ', '  ')];
}

function detailLines(detail: string): string[] {
  return detail.split(/\r\n|\n/).map((line) => `  | ${visible(line.replaceAll('\t', '    '))}`);
}

/** Breaks text between words; a word that is longer than a line stays whole, so it can be copied. */
function wrap(text: string, width: number, first: string, others: string): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = lines.length === 0 ? first : others;
    let empty = true;
    for (const word of paragraph.split(' ')) {
      if (!empty && columnsOf(line) + 1 + columnsOf(word) > width) {
        lines.push(line);
        line = others;
        empty = true;
      }
      line += empty ? word : ` ${word}`;
      empty = false;
    }
    lines.push(line);
  }
  return lines;
}

const STYLES = { bold: 1, dim: 2, red: 31, yellow: 33 };

function painter(color: boolean): (style: keyof typeof STYLES, text: string) => string {
  if (!color) return (_style, text) => text;
  return (style, text) => `\u001b[${STYLES[style]}m${text}\u001b[0m`;
}
