import type { ReportInput } from '../input.ts';
import { renderManyHtml } from './html.ts';
import { renderManyJson } from './json.ts';
import { renderManyJunit } from './junit.ts';
import { renderManyMarkdown } from './markdown.ts';
import { renderManySarif } from './sarif.ts';
import { renderManyText } from './text.ts';
import type { ManyReport } from './types.ts';

/** What a combined report is made from. */
export interface ManyInput {
  report: ManyReport;
  /** Of the images that were judged, with the lines of their projects. */
  inputs: readonly ReportInput[];
  /** The version of harden. */
  harden: string;
}

const TEXT_WIDTH = 100;

/** Every form that can tell of several images, by the name it is asked for with. */
const FORMATS = {
  comment: (input) => renderManyMarkdown(input.report, { comment: true }),
  html: renderManyHtml,
  json: ({ report }) => renderManyJson(report),
  junit: ({ report }) => renderManyJunit(report),
  markdown: ({ report }) => renderManyMarkdown(report, { comment: false }),
  sarif: ({ inputs }) => renderManySarif(inputs),
  text: ({ report }) => renderManyText(report, { width: TEXT_WIDTH }),
} satisfies Record<string, (input: ManyInput) => string>;

export type Combined = keyof typeof FORMATS;

export const COMBINED = Object.keys(FORMATS) as Combined[];

export function renderCombined(format: Combined, input: ManyInput): string {
  return FORMATS[format](input);
}
