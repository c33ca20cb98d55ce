import { row, table } from '../../report/html/section.ts';
import { type Html, html } from '../../report/html/template.ts';

const SHOWN = 12;

type Row = readonly (Html | string | number)[];

/** A table whose first rows are seen; the rest is one click away, and on paper. */
export function folded(caption: string, heads: readonly string[], rows: readonly Row[]): Html {
  const rest = rows.slice(SHOWN);
  return html`${table(caption, heads, rows.slice(0, SHOWN).map(row))}
${
  rest.length > 0 &&
  html`<details><summary>${rest.length} more</summary>
${table(`${caption}, the rest`, heads, rest.map(row))}</details>`
}`;
}
