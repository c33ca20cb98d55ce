import type { Finding } from '../../scan/types.ts';
import { bySeverity, SEVERITIES } from '../severity.ts';
import { type Standing, standings } from '../standing.ts';
import type { RunReport } from '../types.ts';
import { webAddress } from '../web-address.ts';
import { count } from '../words.ts';
import type { Section } from './section.ts';
import { severityBars } from './severity-bars.ts';
import { type Html, html } from './template.ts';

/** Rows that a browser with scripts shows before it is asked for more. */
const FIRST = 200;

/** Everything found, in a table that is whole without scripts and can be searched with them. */
export function findings(report: RunReport): Section {
  const standingOf = standings(report.verdict);
  const sorted = bySeverity(report.findings, (finding) => finding);
  const rows = sorted.map((finding, i) => row(finding, standingOf(finding), report, i >= FIRST));
  return {
    id: 'findings',
    title: 'Findings',
    note: sorted.length === 0 ? 'none' : String(sorted.length),
    body:
      sorted.length === 0
        ? html`<p>No scanner found an advisory for any package of the image.</p>`
        : html`${severityBars(sorted)}
${filters(sorted)}
<div class="scroll" tabindex="0" role="region" aria-label="All findings"><table id="findings-table" class="findings">
<caption class="unseen">All findings, the worst first</caption>
<thead><tr>${HEADS.map(([key, head]) => html`<th scope="col" data-sort="${key}">${head}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>
<p class="more" hidden><button type="button" id="more"></button></p>`,
  };
}

const HEADS: [key: string, head: string][] = [
  ['severity', 'Severity'],
  ['id', 'Vulnerability'],
  ['package', 'Package'],
  ['fix', 'Fixed in'],
  ['verdict', 'Verdict'],
];

function filters(all: readonly Finding[]): Html {
  const buttons = SEVERITIES.flatMap((severity) => {
    const number = all.filter((f) => f.severity === severity).length;
    if (number === 0) return [];
    return [
      html`<button type="button" aria-pressed="false" data-severity="${severity}"><span class="swatch ${severity}" aria-hidden="true"></span>${severity} <span class="quiet">${number}</span></button>`,
    ];
  });
  return html`<form class="filters" role="search" aria-label="Filter findings">
<label class="search"><span class="unseen">Search findings</span><input type="search" id="search" placeholder="Search package, CVE, path…" autocomplete="off" spellcheck="false"></label>
<div class="choices" role="group" aria-label="Severity">${buttons}</div>
<div class="choices" role="group" aria-label="Show only"><button type="button" aria-pressed="false" data-only="fix">with a fix</button><button type="button" aria-pressed="false" data-only="fails">breaks the policy</button></div>
<p id="count" class="quiet" role="status" aria-live="polite">${count(all.length, 'finding')}</p>
</form>`;
}

function row(finding: Finding, standing: Standing, report: RunReport, later: boolean): Html {
  const { severity, package: name, version, fixedVersion } = finding;
  return html`<tr data-severity="${severity}" data-standing="${standing.kind}"${fixedVersion && html` data-fix`}${later && html` class="later"`}>
<td>${severityOf(finding)}</td>
<th scope="row">${vulnerability(finding)}</th>
<td><strong>${name}</strong> ${version}<span class="more-of">${where(finding, report)}</span></td>
<td>${fixedVersion ?? html`<span class="quiet">no fix yet</span>`}</td>
<td>${verdictOf(standing)}<span class="more-of">${(finding.scanners ?? [finding.scanner]).join(', ')}</span></td>
</tr>
`;
}

/** A severity with its colour, and what else says how bad it is. */
export function severityOf(finding: Finding): Html {
  const { severity } = finding;
  return html`<span class="swatch ${severity}" aria-hidden="true"></span>${severity}${scores(finding)}`;
}

/** Its name with a link, what it is, and its other names. */
export function vulnerability(finding: Finding): Html {
  const { title } = finding;
  return html`${link(finding)}${title && html`<span class="title">${title}</span>`}${also(finding)}`;
}

function link({ id, url }: Finding): Html {
  const address = webAddress(url);
  return address
    ? html`<a href="${address}" rel="noopener noreferrer nofollow">${id}</a>`
    : html`${id}`;
}

function also({ aliases }: Finding): Html {
  return aliases.length === 0 ? html`` : html`<span class="more-of">${aliases.join(', ')}</span>`;
}

function scores({ cvss, epss, kev }: Finding): Html {
  const words = [
    ...(cvss === undefined ? [] : [`CVSS ${cvss}`]),
    ...(epss === undefined ? [] : [`EPSS ${(epss * 100).toFixed(epss < 0.01 ? 2 : 0)} %`]),
    ...(kev ? ['known exploited'] : []),
  ];
  return html`${words.map((word) => html`<span class="more-of">${word}</span>`)}`;
}

function where({ path, layer, type }: Finding, { image }: RunReport): string {
  const kind = image.layers.find(({ diffId }) => diffId === layer)?.kind;
  const file = path && `/${path.replace(/^\/+/, '')}`;
  return [type, kind && `${kind} layer`, file].filter(Boolean).join(', ');
}

function verdictOf(standing: Standing): Html {
  switch (standing.kind) {
    case 'fails':
      return html`<span class="fail">fails</span><span class="more-of">${standing.rules.map((rule, i) => html`${i > 0 && ', '}${rule.split('.').map((word, at) => html`${at > 0 && html`.<wbr>`}${word}`)}`)}</span>`;
    case 'graced':
      return html`in grace<span class="more-of">${standing.reason}</span>`;
    case 'ignored':
      return html`ignored<span class="more-of">${standing.reason}</span>`;
    case 'known':
      return html`in the baseline`;
    case 'told':
      return html`<span class="quiet">not counted</span>`;
  }
}
