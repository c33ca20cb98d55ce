import { visible } from '../diagnostics/visible.ts';
import type { Choice } from './types.ts';

type Ask = (question: string) => Promise<string>;

/** Asks a choice by number; an empty line takes the first option. */
export function asker(ask: Ask, say: (text: string) => void) {
  return async ({ question, options }: Choice, folder: string): Promise<string> => {
    say(`\n${folder === '' ? '' : `${folder}: `}${question}\n\n`);
    for (const [index, { label, evidence }] of options.entries()) {
      const place = evidence[0] ? `  (${evidence[0].file}:${evidence[0].line})` : '';
      say(`  ${index + 1}  ${visible(label + place)}\n`);
    }
    const most = options.length;
    say('\n');
    for (;;) {
      const answer = (await ask(`Number, 1 to ${most} [1]: `)).trim();
      const option = options[answer === '' ? 0 : Number(answer) - 1];
      if (option) return option.value;
      say(`${JSON.stringify(answer)} is none of them.\n`);
    }
  };
}
