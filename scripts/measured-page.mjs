const START = '<!-- measured -->\n';
const END = '<!-- end -->';

/** The page with this text between its marks. */
export function withMeasured(page, text) {
  const [before, rest] = page.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('the page has no marks');
  return `${before}${START}\n${text}\n\n${END}${after}`;
}
