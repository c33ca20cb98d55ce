import { type Paint, plain, type Style } from '../paint.ts';
import { visible } from '../visible.ts';
import { wrap } from '../words.ts';
import { factsOf, type ImageFacts, sumOf } from './facts.ts';
import type { ManyReport } from './types.ts';

const COLUMNS = ['label', 'outcome', 'size', 'findings', 'seconds'] as const;
const GAP = '  ';
const INDENT = 4;

/**
 * A line for each image, and below it why it did not pass. A table that is wider than the terminal
 * loses the columns that the reports of the images have as well.
 */
export function renderManyText(
  report: ManyReport,
  { width, paint = plain }: { width: number; paint?: Paint },
): string {
  const facts = report.images.map((one) => shown(factsOf(one)));
  const columns = fitting(facts, width);
  const rows = facts.flatMap((one) => [
    rowOf(one, columns, facts, paint),
    ...wrap(one.why, width - INDENT).map((line) => ' '.repeat(INDENT) + line),
  ]);
  const seconds = (report.milliseconds / 1000).toFixed(1);
  const sum = `${sumOf(report)} in ${seconds} s`;
  const style: Style = report.exitCode === 0 ? 'green' : 'red';
  const warnings = (report.diagnostics ?? []).flatMap(({ message }) =>
    wrap(`warning: ${visible(message)}`, width),
  );
  return `${[...rows, '', ...warnings, paint(style, sum)].join('\n')}\n`;
}

type Column = (typeof COLUMNS)[number];

function shown(facts: ImageFacts): ImageFacts {
  return { ...facts, label: visible(facts.label), why: visible(facts.why) };
}

function fitting(facts: readonly ImageFacts[], width: number): readonly Column[] {
  const columns: Column[] = [...COLUMNS];
  const needed = () =>
    columns.reduce((sum, column) => sum + widthOf(column, facts) + GAP.length, -GAP.length);
  while (columns.length > 2 && needed() > width) columns.pop();
  return columns;
}

function widthOf(column: Column, facts: readonly ImageFacts[]): number {
  return Math.max(0, ...facts.map((one) => one[column].length));
}

function rowOf(
  one: ImageFacts,
  columns: readonly Column[],
  facts: readonly ImageFacts[],
  paint: Paint,
): string {
  const cells = columns.map((column) => {
    const cell = one[column].padEnd(widthOf(column, facts));
    return column === 'outcome' ? paint(STYLES[one.outcome] ?? 'red', cell) : cell;
  });
  return cells.join(GAP).trimEnd();
}

const STYLES: Record<string, Style> = { passed: 'green', skipped: 'dim' };
