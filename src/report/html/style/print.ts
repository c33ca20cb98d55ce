/** On paper: no tools, every row, black on white. */
export const PRINT = `
@media print {
  :root { color-scheme: light; --paper: #ffffff; --ink: #000000; --quiet: #444444; --line: #cccccc; --raised: #f4f4f4; }
  body { display: block; font-size: 10pt; }
  nav.contents, .skip, .js .filters, .more { display: none; }
  main, footer { max-width: none; padding: 0; }
  header.page { padding-top: 0; }
  .js .findings tr.later, .findings tr[hidden] { display: table-row; }
  .swatch, .key { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scroll { overflow: visible; }
  .findings { min-width: 0; }
  tr, figure, .figures > div { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  section { padding-top: 28px; }
  thead th button { color: inherit; }
}
`;
