import { visible } from '../report/visible.ts';
import { wrap } from '../report/words.ts';
import type { Explanation } from './types.ts';

const LABEL = 12;

/** Explanations for people: what it is, why it is there, what to change. */
export function renderExplanations(found: readonly Explanation[], width: number): string {
  return `${found.map((one) => renderOne(one, width)).join('\n\n')}\n`;
}

function renderOne(one: Explanation, width: number): string {
  const { subject, what, why, findings, fix, line } = one;
  const ids =
    one.kind === 'vulnerability' ? [] : findings.map(({ id, severity }) => `${id} (${severity})`);
  return [
    ...wrap(visible(subject), width),
    ...row('what', [what], width),
    ...row('why', why, width),
    ...row('findings', ids.length > 0 ? [ids.join(', ')] : [], width),
    ...row('fix', fix, width),
    ...row('line', line ? [`${line.file}:${line.line}:${line.column}`] : [], width),
  ].join('\n');
}

function row(label: string, texts: readonly string[], width: number): string[] {
  const lines = texts.flatMap((text) => {
    const [first = '', ...rest] = wrap(visible(text), width - LABEL - 2);
    return [first, ...rest.map((more) => `  ${more}`)];
  });
  return lines.map((text, index) =>
    `  ${(index === 0 ? label : '').padEnd(LABEL - 2)}${text}`.trimEnd(),
  );
}
