import type { Paint, Style } from '../report/paint.ts';
import { visible } from '../report/visible.ts';
import { wrap } from '../report/words.ts';
import type { Symptom } from './types.ts';

const STYLES: Record<Symptom['state'], Style> = { ok: 'green', warning: 'yellow', error: 'red' };
const STATE = 9;
const NAME = 20;

/** The findings for people, each with the command that mends it. */
export function renderSymptoms(symptoms: readonly Symptom[], width: number, paint: Paint): string {
  const indent = width < 70 ? STATE : STATE + NAME;
  const lines = symptoms.flatMap(({ name, state, says, fix }) => {
    const texts = [
      ...wrap(visible(says), width - indent),
      ...(fix ? wrap(`fix: ${visible(fix)}`, width - indent) : []),
    ];
    const mark = paint(STYLES[state], state.padEnd(STATE));
    const head = width < 70 ? [`${mark}${visible(name)}`] : [];
    const [first = '', ...rest] = texts;
    const own =
      width < 70
        ? [`${' '.repeat(indent)}${first}`]
        : [`${mark}${visible(name).padEnd(NAME)}${first}`];
    return [...head, ...own, ...rest.map((line) => ' '.repeat(indent) + line)];
  });
  return `${lines.join('\n')}\n`;
}
