import { type Html, html } from './template.ts';

/** One part of the page, with its line in the list of contents. */
export interface Section {
  id: string;
  title: string;
  /** Beside the title, in small: `18 of 18 passed`. */
  note?: string;
  body: Html;
}

export function sectionOf({ id, title, note, body }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}${note && html` <span class="note">${note}</span>`}</h2>
${body}
</section>
`;
}

/** A table; the caption is for those who do not see the heading above it. */
export function table(caption: string, heads: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption class="unseen">${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}

export function row(cells: readonly (Html | string | number)[]): Html {
  const [first = '', ...rest] = cells;
  return html`<tr><th scope="row">${first}</th>${rest.map((cell) => (isFigure(cell) ? html`<td class="figure">${cell}</td>` : html`<td>${cell}</td>`))}</tr>
`;
}

/** A number, with its unit or without: it is not broken over lines. */
function isFigure(cell: Html | string | number): boolean {
  return (
    typeof cell === 'number' ||
    (typeof cell === 'string' && /^[-+]?[\d.,]+ [a-zA-Z]{1,2}$/.test(cell))
  );
}

export function bullets(texts: readonly (Html | string)[]): Html {
  return texts.length === 0
    ? html``
    : html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}

/** Passed or failed, in a word and a sign; colour is only added. */
export function outcome(pass: boolean): Html {
  return pass
    ? html`<span class="pass"><span aria-hidden="true">✓</span> passed</span>`
    : html`<span class="fail"><span aria-hidden="true">✕</span> failed</span>`;
}

export function digest(text: string): Html {
  return html`<code class="digest">${text}</code>`;
}
