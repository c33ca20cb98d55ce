/** The sheet: letters, columns, headings, tables. */
export const PAGE = `
*, *::before, *::after { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 15px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  overflow-wrap: break-word;
}
main, footer, nav.contents { width: 100%; max-width: 1008px; margin: 0 auto; padding: 0 24px; }
main:focus { outline: none; }
h1, h2, h3, p, ul, dl, figure { margin: 0; }
h1 { font-size: 30px; line-height: 1.2; font-weight: 600; letter-spacing: -0.015em; overflow-wrap: anywhere; }
h2 { font-size: 20px; line-height: 1.3; font-weight: 600; letter-spacing: -0.01em; margin-bottom: 20px; }
h3 { font-size: 14px; font-weight: 600; margin: 28px 0 10px; }
section { padding: 56px 0 0; scroll-margin-top: 24px; }
section p { max-width: 68ch; }
.note, .quiet, small { color: var(--quiet); font-weight: 400; }
.note { font-size: 14px; letter-spacing: 0; margin-left: 8px; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.88em; }
.digest { overflow-wrap: anywhere; color: var(--quiet); }
a { color: inherit; text-decoration-color: var(--quiet); text-underline-offset: 3px; text-decoration-thickness: 1px; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; border-radius: 3px; }
ul { padding-left: 18px; }
li { margin: 6px 0; max-width: 76ch; }
li::marker { color: var(--quiet); }
.unseen {
  position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
.skip { position: absolute; left: -999px; top: 8px; padding: 6px 12px; background: var(--paper); z-index: 2; }
.skip:focus { left: 8px; }
.scroll { overflow-x: auto; position: relative; }
section p + h3, .scroll + p { margin-top: 20px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 9px 20px 9px 0; font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--quiet); font-size: 13px; white-space: nowrap; border-bottom: 1px solid var(--line); padding-bottom: 7px; }
tbody tr { border-bottom: 1px solid var(--line); }
tbody tr:last-child { border-bottom: 0; }
details { margin-top: 12px; }
summary { cursor: pointer; color: var(--quiet); width: max-content; }
summary:hover { color: var(--ink); }
pre { background: var(--raised); padding: 16px 18px; border-radius: 6px; overflow-x: auto; line-height: 1.5; margin: 0; }
footer { padding-top: 72px; padding-bottom: 56px; color: var(--quiet); font-size: 13px; }
nav.contents { padding-top: 20px; font-size: 13px; }
nav.contents ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 2px 18px; }
nav.contents li { margin: 0; }
nav.contents a { color: var(--quiet); text-decoration: none; padding: 4px 0; display: inline-block; }
nav.contents a:hover { color: var(--ink); text-decoration: underline; }
@media (min-width: 1240px) {
  body { grid-template-columns: 200px minmax(0, 1008px); justify-content: center; }
  nav.contents { position: sticky; top: 0; align-self: start; padding-top: 72px; grid-row: 1 / span 2; }
  nav.contents ul { display: block; }
  nav.contents li { margin: 2px 0; }
  main, footer { grid-column: 2; }
}
@media (max-width: 560px) {
  main, footer, nav.contents { padding-left: 16px; padding-right: 16px; }
  section { padding-top: 44px; }
  h1 { font-size: 25px; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`;
