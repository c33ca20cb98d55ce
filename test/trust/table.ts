import type { Line } from './section.ts';

const BEGIN = '<!-- trust -->';
const END = '<!-- end of trust -->';

/** The table in Markdown, and what each of its lines means. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map(
    (line) =>
      `| ${line.name} | ${count(line.cases)} | ${line.promise} | ${gotOf(line)} | ${resultOf(line)} |`,
  );
  const meanings = lines.map(({ name, meaning }) => `- **${name}**: ${meaning}`);
  return [
    '| what is tried | cases | expected | got | result |',
    '|---|---:|---|---|---|',
    ...rows,
    '',
    ...meanings,
  ].join('\n');
}

/** A page with this text between its marks. */
export function withTable(page: string, text: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`the page lacks ${BEGIN}`);
  return `${before}${BEGIN}\n\n${text}\n\n${END}${after}`;
}

function gotOf({ got, seen, slow }: Line): string {
  const outcomes = Object.entries(got)
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, times]) => `${count(times)} ${outcome}`);
  const signs = Object.entries(seen).map(([sign, times]) => `${count(times)} ${sign}`);
  return [...outcomes, ...signs, ...(slow > 0 ? [`${count(slow)} over 200 ms`] : [])].join(', ');
}

function resultOf({ broken }: Line): string {
  return broken.length === 0 ? 'held' : `**broken ${count(broken.length)} times**`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
