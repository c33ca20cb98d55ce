import { visible } from '../visible.ts';

/** Markup that was made here; everything else is text. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = Html | string | number | undefined | false | readonly Part[];

/** A piece of a page: what is put in is escaped, unless it is a piece itself. */
export function html(literals: TemplateStringsArray, ...parts: Part[]): Html {
  let markup = literals[0] ?? '';
  for (const [index, part] of parts.entries()) {
    markup += markupOf(part) + (literals[index + 1] ?? '');
  }
  return new Html(markup);
}

/** Text over several lines, such as a log: its line breaks stay. */
export function lines(text: string): Html {
  return new Html(text.split(/\r?\n/).map(escaped).join('\n'));
}

function markupOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'object') return part.map(markupOf).join('');
  return escaped(String(part));
}

function escaped(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
