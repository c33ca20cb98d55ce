import { pageOf } from '../html/page.ts';
import { digest, row, table } from '../html/section.ts';
import { html } from '../html/template.ts';
import { leadOf } from '../lead.ts';
import { factsOf, sumOf } from './facts.ts';
import type { ManyInput } from './formats.ts';
import type { ImageRun } from './types.ts';

/** A page of all images: which passed, why others did not, and what is in each. */
export function renderManyHtml({ report, harden }: ManyInput): string {
  const heads = ['image', 'outcome', 'size', 'findings', 'time', 'digest'];
  const rows = report.images.map((run) => {
    const facts = factsOf(run);
    return row([
      facts.label,
      facts.outcome,
      facts.size,
      facts.findings,
      facts.seconds,
      digest(facts.digest),
    ]);
  });
  const sum = sumOf(report);
  const failed = report.images.filter(({ status }) => status === 'failed');
  return pageOf({
    title: `${report.images.length} images: ${sum}`,
    overview: html`<h1>${report.images.length} images</h1>
<p>${sum} in ${(report.milliseconds / 1000).toFixed(1)} s.</p>
${table('Images', heads, rows)}`,
    sections: failed.map((run, at) => ({
      id: `failed-${at + 1}`,
      title: run.label,
      note: factsOf(run).outcome,
      body: whyOf(run),
    })),
    end: `Made by harden ${harden} from one run; each image has a report of its own beside it.`,
  });
}

function whyOf({ report, diagnostics }: ImageRun) {
  const reasons = [
    ...diagnostics.map(
      ({ code, message, hint }) =>
        html`<li><code>${code}</code> ${message}${hint && html`<br>${hint}`}</li>`,
    ),
    ...(report?.verdict.violations ?? []).map(
      ({ rule, message }) => html`<li><code>${rule}</code> ${message}</li>`,
    ),
  ];
  return html`${report && html`<p>${leadOf(report)}</p>`}
<ul>${reasons}</ul>`;
}
