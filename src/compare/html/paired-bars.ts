import { type Html, html } from '../../report/html/template.ts';
import { SEVERITIES } from '../../report/severity.ts';
import type { Side } from '../types.ts';

const LENGTH = 100;

/** Two bars for each severity, of one scale: before above after. */
export function pairedBars(before: Side['findings'], after: Side['findings']): Html {
  const most = Math.max(1, ...SEVERITIES.flatMap((name) => [before[name], after[name]]));
  const length = (number: number) => Math.round((number / most) * LENGTH * 100) / 100;
  return html`<table class="bars pairs"><caption class="unseen">Findings by severity, before and after</caption>
<thead class="unseen"><tr><th scope="col">Severity</th><th scope="col">Bars</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>${SEVERITIES.map((name) => html`<tr><th scope="row">${name}</th><td class="bar"><svg viewBox="0 0 ${LENGTH} 20" preserveAspectRatio="none" aria-hidden="true"><rect class="unfixed ${name}" width="${length(before[name])}" height="9"/><rect class="${name}" y="10" width="${length(after[name])}" height="9"/></svg></td><td class="number was">${before[name]}</td><td class="number">${after[name]}</td></tr>`)}</tbody></table>
<p class="legend"><span class="key faint"></span> before <span class="key full"></span> after</p>`;
}
