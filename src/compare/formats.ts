import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import type { Compared } from './types.ts';

/** Every form of a comparison that `--report` writes, by its name. */
const FORMATS = {
  html: renderHtml,
  markdown: ({ comparison }) => renderMarkdown(comparison),
} satisfies Record<string, (compared: Compared, harden: string) => string>;

type ComparisonFormat = keyof typeof FORMATS;

export const comparisonFormats = Object.keys(FORMATS).sort() as ComparisonFormat[];

/** @param harden its version. */
export function renderAs(format: ComparisonFormat, compared: Compared, harden: string): string {
  return FORMATS[format](compared, harden);
}
