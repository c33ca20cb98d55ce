import { createHash } from 'node:crypto';
import { SCRIPT } from './script.ts';
import { type Section, sectionOf } from './section.ts';
import { STYLE } from './style.ts';
import { type Html, html, Html as Markup } from './template.ts';

export interface Page {
  title: string;
  /** The head of the page, before the sections. */
  overview: Html;
  sections: readonly Section[];
  /** The last line: who made it, and where there is more. */
  end: string;
}

/**
 * One file for a browser. It asks for nothing from outside, and its own policy forbids it: only the
 * script and the style that are in it run, by their hashes.
 */
export function pageOf({ title, overview, sections, end }: Page): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${contentsOf(sections)}
<main id="main" tabindex="-1">
${overview}
${sections.map(sectionOf)}
</main>
<footer><p>${end}</p></footer>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

function contentsOf(sections: readonly Section[]): Html {
  return html`<nav class="contents" aria-label="Contents"><ul>
<li><a href="#main">Overview</a></li>
${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
</ul></nav>`;
}

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const POLICY = [
  "default-src 'none'",
  `script-src ${hash(SCRIPT)}`,
  `style-src ${hash(STYLE)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
