import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Finding } from '../../scan/types.ts';
import { adviceTexts } from '../advice.ts';
import { leadOf, TONE_WORDS, thousands, toneOf } from '../lead.ts';
import type { RunReport } from '../types.ts';
import { formatBytes } from '../words.ts';
import { age, day } from './dates.ts';
import { bullets, digest } from './section.ts';
import { type Html, html } from './template.ts';

type Locate = (finding: Finding) => Span | undefined;

/** The head of the page: the verdict and why, and the figures that it stands on. */
export function overview(report: RunReport, locate?: Locate): Html {
  const { image, times } = report;
  return html`<header class="page">
<p class="eyebrow">harden${times && html` · <time datetime="${times.finished}">${day(times.finished)}</time>`}</p>
<h1>${image.name}</h1>
<p class="verdict ${toneOf(report)}"><span aria-hidden="true">${SIGN[toneOf(report)]}</span> ${TONE_WORDS[toneOf(report)]}</p>
<p class="lead">${leadOf(report)}</p>
<p class="quiet">${digest(image.digest)}</p>
</header>
${reasons(report, locate)}
${figures(report)}`;
}

const SIGN = { passed: '✓', failed: '✕', unproven: '?' } as const;

function reasons(report: RunReport, locate?: Locate): Html {
  const { verdict, coverage } = report;
  const why = [
    ...coverage.gaps,
    ...verdict.violations.map(({ rule, message }) => html`<code>${rule}</code> ${message}`),
  ];
  const advice = adviceTexts(report, locate);
  const warnings = [
    ...verdict.warnings,
    ...report.diagnostics.filter((d) => d.severity === 'warning').map((d) => d.message),
  ];
  if (why.length + advice.length + warnings.length === 0) return html``;
  return html`<section class="reasons" aria-label="The verdict">
${why.length > 0 && html`<div><h2>Why</h2>${bullets(why)}</div>`}
${advice.length > 0 && html`<div><h2>What to do</h2>${shortened(advice)}</div>`}
${warnings.length > 0 && html`<div><h2>Warnings</h2>${bullets(warnings)}</div>`}
</section>`;
}

/** The rest of a long list is one click away. */
function shortened(texts: readonly string[]): Html {
  const rest = texts.slice(MOST_ADVICE);
  return html`${bullets(texts.slice(0, MOST_ADVICE))}
${rest.length > 0 && html`<details><summary>${rest.length} more</summary>${bullets(rest)}</details>`}`;
}

const MOST_ADVICE = 6;

function figures(report: RunReport): Html {
  const { image, coverage, checks, smoke } = report;
  const { expected, seen, missing } = coverage.packages;
  const passed = checks.filter(({ pass }) => pass).length;
  const ran = smoke.filter(({ pass }) => pass).length;
  const { os, files } = coverage;
  const facts: [term: string, value: string, more: string | Html][] = [
    [
      'Size',
      formatBytes(image.size.uncompressed),
      `${formatBytes(image.size.compressed)} compressed`,
    ],
    [
      'Packages',
      thousands(seen),
      expected === 0
        ? 'none known beforehand'
        : `${expected - missing.length} of ${expected} expected seen`,
    ],
    ['Files', thousands(files.total), `${thousands(files.attributed)} attributed`],
    ['Checks', `${passed} of ${checks.length}`, 'passed'],
    [
      'Smoke tests',
      smoke.length === 0 ? 'none' : `${ran} of ${smoke.length}`,
      smoke.length === 0 ? 'asked for' : 'passed',
    ],
    ['System', os ? `${os.family} ${os.version}` : 'none', `on ${image.platform}`],
  ];
  return html`<dl class="figures">${facts.map(([term, value, more]) => html`<div><dt>${term}</dt><dd>${value} <small>${more}</small></dd></div>`)}</dl>
${scanners(report)}`;
}

function scanners({ scanners, times }: RunReport): Html {
  return html`<ul class="scanners">${scanners.map(({ name, version, database, tested = [] }) => {
    const old = times && age(database.updatedAt, times.finished);
    return html`<li><strong>${name} ${version}</strong> <span class="quiet">database of <time datetime="${database.updatedAt}">${day(database.updatedAt)}</time>${old && `, ${old} old`}${tested.length > 0 && `, tested on ${tested.join(', ')}`}</span></li>`;
  })}</ul>`;
}
