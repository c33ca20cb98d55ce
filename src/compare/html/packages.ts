import type { Section } from '../../report/html/section.ts';
import { html } from '../../report/html/template.ts';
import type { Comparison, PackageChange } from '../types.ts';
import { CAUSES, versionText } from '../words.ts';
import { folded } from './folded.ts';

/** What came, went and changed, and what brought it. */
export function packages({ packages, before, after }: Comparison): Section {
  const { added, removed, changed } = packages;
  const group = (title: string, all: readonly PackageChange[]) =>
    all.length > 0 &&
    html`<h3>${title} <span class="note">${all.length}</span></h3>
${folded(
  `Packages ${title.toLowerCase()}`,
  ['Package', 'Version', 'Kind', 'By'],
  all.map((one) => [
    one.name,
    versionText(one),
    one.type,
    html`<span class="by">${CAUSES[one.cause]}</span>`,
  ]),
)}`;
  const none = added.length + removed.length + changed.length === 0;
  return {
    id: 'packages',
    title: 'Packages',
    note: `${after.packages}, before ${before.packages}`,
    body: html`${none && html`<p>Both have the same packages, in the same versions.</p>`}
${group('Changed', changed)}
${group('Added', added)}
${group('Removed', removed)}`,
  };
}
