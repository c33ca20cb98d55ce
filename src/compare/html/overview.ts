import { bullets } from '../../report/html/section.ts';
import { type Html, html } from '../../report/html/template.ts';
import { thousands } from '../../report/lead.ts';
import { count, formatBytes } from '../../report/words.ts';
import { shownName } from '../facts.ts';
import type { Comparison, Side } from '../types.ts';
import { DATABASES, percent } from '../words.ts';

/** The head of the page: what became of the size and of the findings, and what got worse. */
export function overview(one: Comparison): Html {
  const { before, after, regressions, sameDatabases } = one;
  const names = [...new Set([before, after].map(shownName))];
  const warnings = sameDatabases ? [] : [DATABASES];
  return html`<header class="page">
<p class="eyebrow">harden · before and after</p>
<h1>${names.join(' → ')}</h1>
<p class="verdict ${regressions.length > 0 ? 'failed' : 'passed'}">${headline(one)}</p>
<p class="lead">${lead(one)}</p>
</header>
${
  regressions.length + warnings.length > 0 &&
  html`<section class="reasons" aria-label="What to look at">
${regressions.length > 0 && html`<div><h2>Worse</h2>${bullets(regressions)}</div>`}
${warnings.length > 0 && html`<div><h2>Warnings</h2>${bullets(warnings)}</div>`}
</section>`
}
${figures(before, after)}`;
}

function headline({ before, size }: Comparison): string {
  const part = percent(size.uncompressed, before.size.uncompressed).replace(/^[+-]/, '');
  if (part === '' || part === '0 %') return 'As large as before';
  return `${part} ${size.uncompressed < 0 ? 'smaller' : 'larger'}`;
}

function lead({ before, after, findings, packages }: Comparison): string {
  const [size, now] = [before, after].map((side) => formatBytes(side.size.uncompressed));
  const { added, removed } = packages;
  return `${size} became ${now}. ${found(findings)} ${count(removed.length, 'package')} went, ${added.length} came.`;
}

function found({ fixed, new: came, remaining }: Comparison['findings']): string {
  const was = fixed.length + remaining.length;
  if (was + came.length === 0) return 'Nothing was found in either.';
  const mended =
    was === 0
      ? 'Nothing was found before'
      : `${fixed.length} of ${count(was, 'finding')} ${fixed.length === 1 ? 'is' : 'are'} fixed`;
  return `${mended}, ${came.length === 0 ? 'none is new' : `${came.length} new`}.`;
}

function figures(before: Side, after: Side): Html {
  const number = (of: (side: Side) => number, word: (amount: number) => string = thousands) => {
    const part = percent(of(after) - of(before), of(before));
    return [word(of(after)), `from ${word(of(before))}${part && `, ${part}`}`] as const;
  };
  const facts = [
    ['Size', ...number(({ size }) => size.uncompressed, formatBytes)],
    ['Compressed', ...number(({ size }) => size.compressed, formatBytes)],
    ['Findings', ...number(({ findings }) => sumOf(Object.values(findings)))],
    ['Packages', ...number(({ packages }) => packages)],
    ['Files', ...number(({ files }) => files)],
    ['Failed checks', ...number(({ failed }) => failed.length)],
  ] as const;
  return html`<dl class="figures">${facts.map(([term, value, more]) => html`<div><dt>${term}</dt><dd>${value} <small>${more}</small></dd></div>`)}</dl>`;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
