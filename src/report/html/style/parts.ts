/** What is on the sheet: the verdict, figures, drawings, the table of findings. */
export const PARTS = `
header.page { padding-top: 64px; }
.eyebrow { color: var(--quiet); font-size: 13px; margin-bottom: 10px; }
.verdict { font-size: 56px; line-height: 1.1; font-weight: 650; letter-spacing: -0.03em; margin: 18px 0 14px; }
.verdict.failed, .verdict.unproven { color: var(--accent); }
.verdict span { font-weight: 400; }
.lead { font-size: 19px; line-height: 1.5; max-width: 60ch; margin-bottom: 10px; text-wrap: pretty; }
.reasons { display: grid; gap: 28px; border-left: 2px solid var(--accent); padding: 0 0 0 22px; margin-top: 40px; }
.reasons h2 { font-size: 14px; margin-bottom: 6px; letter-spacing: 0; }
.figures {
  display: grid; grid-template-columns: repeat(3, 1fr); gap: 28px 24px;
  margin-top: 48px; padding-top: 28px; border-top: 1px solid var(--line);
}
.figure { white-space: nowrap; }
.figures dt { color: var(--quiet); font-size: 13px; }
.figures dd { margin: 2px 0 0; font-size: 22px; font-weight: 600; letter-spacing: -0.015em; line-height: 1.3; }
.figures small { display: block; font-size: 13px; letter-spacing: 0; }
.scanners { list-style: none; padding: 0; margin-top: 32px; font-size: 14px; }
.scanners li { margin: 4px 0; max-width: none; }
.scanners strong { font-weight: 600; }
.pass, .fail, .by { white-space: nowrap; }
.fail { color: var(--accent); font-weight: 600; }
.swatch, .key { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 8px; background: var(--unknown); }
.swatch.critical { background: var(--critical); }
.swatch.high { background: var(--high); }
.swatch.medium { background: var(--medium); }
.swatch.low { background: var(--low); }
.bars { max-width: 620px; }
.bars th, .bars td { padding: 5px 16px 5px 0; border: 0; vertical-align: middle; white-space: nowrap; }
.bars tbody tr { border: 0; }
.bars .bar { width: 100%; }
.bars svg { display: block; width: 100%; height: 10px; }
.bars .number { text-align: right; font-weight: 600; }
rect.critical { fill: var(--critical); }
rect.high { fill: var(--high); }
rect.medium { fill: var(--medium); }
rect.low { fill: var(--low); }
rect.unknown { fill: var(--unknown); }
rect.unfixed { fill-opacity: 0.38; }
.pairs svg { height: 18px; }
.pairs .was { color: var(--quiet); font-weight: 400; }
.legend { color: var(--quiet); font-size: 13px; margin-top: 8px; }
.key { background: var(--critical); margin: 0 5px 0 12px; }
.key:first-child { margin-left: 0; }
.key.faint { opacity: 0.38; }
.filters { display: none; }
.js .filters { display: flex; flex-wrap: wrap; align-items: center; gap: 10px 16px; margin: 32px 0 14px; }
.filters .search { flex: 1 1 240px; }
.filters input {
  font: inherit; color: inherit; width: 100%; background: transparent; padding: 8px 12px;
  border: 1px solid var(--quiet); border-radius: 6px;
}
.filters input::placeholder { color: var(--quiet); opacity: 1; }
.choices { display: flex; flex-wrap: wrap; gap: 6px; }
button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 6px; padding: 6px 11px; font-size: 14px; cursor: pointer; }
button:hover { border-color: var(--quiet); }
button[aria-pressed="true"] { background: var(--ink); border-color: var(--ink); color: var(--paper); }
button[aria-pressed="true"] .quiet { color: inherit; }
#count { flex-basis: 100%; font-size: 13px; }
thead th button { border: 0; padding: 0; font-size: inherit; border-radius: 2px; }
thead th button::after { content: ""; display: inline-block; width: 1.2em; text-align: right; }
thead th[aria-sort="ascending"] button::after { content: "↑"; }
thead th[aria-sort="descending"] button::after { content: "↓"; }
thead th[aria-sort] button { color: var(--ink); }
.findings { min-width: 760px; }
.findings td:first-child { white-space: nowrap; }
.findings tbody th { width: 38%; font-weight: 600; }
.findings strong { font-weight: 600; overflow-wrap: anywhere; }
.findings td { overflow-wrap: anywhere; }
.title { display: block; font-weight: 400; max-width: 52ch; }
.more-of { display: block; color: var(--quiet); font-size: 13px; font-weight: 400; overflow-wrap: anywhere; }
.js tr.later { display: none; }
.more { margin-top: 16px; }
tr[hidden] { display: none; }
figure { margin-bottom: 32px; }
figcaption { color: var(--quiet); font-size: 13px; margin-top: 8px; }
.narrow { display: none; }
.treemap { display: block; width: 100%; height: auto; }
.treemap rect { fill: var(--tile); }
.treemap text { fill: var(--ink); font-size: 11.5px; pointer-events: none; }
.treemap .layer { font-size: 12px; fill: var(--quiet); white-space: pre; }
.treemap .side { font-size: 15px; font-weight: 600; }
.treemap .size { fill: var(--quiet); font-size: 11px; }
.treemap .gone rect { fill: none; stroke: var(--line); }
.treemap .tile:hover rect { stroke: var(--ink); stroke-width: 1.5; }
.tile.low rect { fill: var(--low); }
.tile.medium rect { fill: var(--medium); }
.tile.high rect { fill: var(--high); }
.tile.critical rect { fill: var(--critical); }
.tile.high text { fill: var(--on-high); }
.tile.critical text { fill: var(--on-critical); }
.tile.low .size, .tile.medium .size, .tile.high .size, .tile.critical .size { fill: inherit; }
.tile.low .size, .tile.medium .size { fill: var(--ink); }
.tile.high .size { fill: var(--on-high); }
.tile.critical .size { fill: var(--on-critical); }
@media screen and (max-width: 840px) {
  .findings { min-width: 0; }
  .findings thead { display: none; }
  .findings, .findings tbody, .findings td, .findings tbody th { display: block; width: auto; padding: 0; }
  .findings tr { display: block; padding: 14px 0 16px; }
  .findings td:first-child .more-of { display: inline; margin-left: 10px; }
  .findings tbody th { margin: 4px 0 8px; }
  .findings td:nth-child(n+4) { display: inline-block; margin: 8px 18px 0 0; vertical-align: top; }
  tr[data-fix] td:nth-child(4)::before { content: "fixed in "; color: var(--quiet); }
  .findings tr[hidden], .js .findings tr.later { display: none; }
}
@media (max-width: 640px) {
  .wide { display: none; }
  .narrow { display: block; }
  .verdict { font-size: 44px; }
  .figures { grid-template-columns: 1fr 1fr; }
  .bars .quiet { display: none; }
  .scroll .digest { white-space: nowrap; }
}
`;
