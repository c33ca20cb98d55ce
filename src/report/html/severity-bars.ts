import type { Finding } from '../../scan/types.ts';
import { SEVERITIES } from '../severity.ts';
import { type Html, html } from './template.ts';

const LENGTH = 100;

/** One bar for each severity, with a fix and without one. */
export function severityBars(findings: readonly Finding[]): Html {
  const rows = SEVERITIES.map((severity) => {
    const all = findings.filter((f) => f.severity === severity);
    return { severity, all: all.length, fixed: all.filter((f) => f.fixedVersion).length };
  });
  const most = Math.max(1, ...rows.map(({ all }) => all));
  return html`<table class="bars"><caption class="unseen">Findings by severity</caption>
<thead class="unseen"><tr><th scope="col">Severity</th><th scope="col">Bar</th><th scope="col">Findings</th><th scope="col">With a fix</th></tr></thead>
<tbody>${rows.map(({ severity, all, fixed }) => {
    const [whole, part] = [(all / most) * LENGTH, (fixed / most) * LENGTH].map(rounded);
    return html`<tr><th scope="row">${severity}</th><td class="bar"><svg viewBox="0 0 ${LENGTH} 10" preserveAspectRatio="none" aria-hidden="true"><rect class="unfixed ${severity}" width="${whole}" height="10"/><rect class="fixed ${severity}" width="${part}" height="10"/></svg></td><td class="number">${all}</td><td class="quiet">${all > 0 && (fixed === all ? 'all with a fix' : `${fixed} with a fix`)}</td></tr>`;
  })}</tbody></table>
<p class="legend"><span class="key full"></span> has a fix <span class="key faint"></span> no fix yet</p>`;
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
