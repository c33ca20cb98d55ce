import { createHash } from 'node:crypto';
import { contents } from './html/contents.ts';
import { checks, ledger, smoke } from './html/evidence.ts';
import { findings } from './html/findings.ts';
import { disagreements, ignored } from './html/judgement.ts';
import { overview } from './html/overview.ts';
import { provenance } from './html/provenance.ts';
import { SCRIPT } from './html/script.ts';
import { type Section, sectionOf } from './html/section.ts';
import { STYLE } from './html/style.ts';
import { type Html, html, Html as Markup } from './html/template.ts';
import type { ReportInput } from './input.ts';

/**
 * The run as one file for a browser. It asks for nothing from outside, and its own policy forbids it:
 * only the script and the style that are in it run, by their hashes. Without scripts it is whole, only
 * not searchable.
 */
export function renderHtml({ report, harden, locate }: ReportInput): string {
  const sections = [
    findings(report),
    contents(report),
    ledger(report),
    checks(report),
    smoke(report),
    disagreements(report),
    ignored(report),
    provenance(report, harden),
  ].filter((section) => section !== undefined);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${report.image.name}: ${report.verdict.pass ? 'passed' : 'not passed'}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${contentsOf(sections)}
<main id="main" tabindex="-1">
${overview(report, locate)}
${sections.map(sectionOf)}
</main>
<footer><p>Made by harden ${harden} from one run; the JSON report has all of it for programs.</p></footer>
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
