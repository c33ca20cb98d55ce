import { severityOf, vulnerability } from '../../report/html/findings.ts';
import type { Section } from '../../report/html/section.ts';
import { type Html, html } from '../../report/html/template.ts';
import { bySeverity } from '../../report/severity.ts';
import type { Compared, FindingChange } from '../types.ts';
import { CAUSES } from '../words.ts';
import { type Mending, mendedBy } from './mended.ts';
import { pairedBars } from './paired-bars.ts';

const SHOWN = 12;

/** What is fixed, new and left, the worst first. */
export function findings({ comparison }: Compared): Section {
  const { findings, before, after } = comparison;
  const { fixed, new: came, remaining } = findings;
  const mending = mendedBy(comparison);
  const none = fixed.length + came.length + remaining.length === 0;
  return {
    id: 'findings',
    title: 'Findings',
    note: `${fixed.length} fixed, ${came.length} new, ${remaining.length} left`,
    body: none
      ? html`<p>No scanner found an advisory for any package of either image.</p>`
      : html`${pairedBars(before.findings, after.findings)}
${group('New', came)}
${group('That remain', remaining)}
${group('Fixed', fixed, mending)}`,
  };
}

function group(title: string, changes: readonly FindingChange[], mending?: Mending): Html {
  if (changes.length === 0) return html``;
  const rows = bySeverity(changes, ({ finding }) => finding).map((one) => row(one, mending));
  const rest = rows.slice(SHOWN);
  const words = `Findings: ${title.toLowerCase()}`;
  return html`<h3>${title} <span class="note">${changes.length}</span></h3>
${table(words, rows.slice(0, SHOWN), mending)}
${
  rest.length > 0 &&
  html`<details><summary>${rest.length} more</summary>
${table(`${words}, the rest`, rest, mending)}</details>`
}`;
}

function table(caption: string, rows: readonly Html[], mending?: Mending): Html {
  const heads = ['Severity', 'Vulnerability', 'Package', mending ? 'Now' : 'Fixed in', 'By'];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="findings">
<caption class="unseen">${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}

function row({ finding, cause }: FindingChange, mending?: Mending): Html {
  const { package: name, version, type, fixedVersion } = finding;
  const fix = mending ? mending(finding) : fixedVersion;
  return html`<tr${!mending && fixedVersion && html` data-fix`}>
<td>${severityOf(finding)}</td>
<th scope="row">${vulnerability(finding)}</th>
<td><strong>${name}</strong> ${version}<span class="more-of">${type}</span></td>
<td>${fix ?? html`<span class="quiet">no fix yet</span>`}</td>
<td><span class="quiet by">${CAUSES[cause]}</span></td>
</tr>
`;
}
