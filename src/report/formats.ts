import { renderGitlab } from './gitlab.ts';
import { renderHtml } from './html.ts';
import type { ReportInput } from './input.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderComment, renderMarkdown } from './markdown.ts';
import { renderSarif } from './sarif.ts';
import { renderText } from './text.ts';

const TEXT_WIDTH = 100;

/** Every form of a report, by the name it is asked for with. */
const FORMATS = {
  comment: renderComment,
  gitlab: renderGitlab,
  html: renderHtml,
  json: ({ report }) => renderJson(report),
  junit: renderJunit,
  markdown: renderMarkdown,
  sarif: renderSarif,
  text: ({ report, locate }) =>
    renderText(report, { width: TEXT_WIDTH, ...(locate && { locate }) }),
} satisfies Record<string, (input: ReportInput) => string>;

export type Format = keyof typeof FORMATS;

export const formats = Object.keys(FORMATS).sort() as Format[];

export function renderReport(format: Format, input: ReportInput): string {
  return FORMATS[format](input);
}
