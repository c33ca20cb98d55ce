import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { JSON_SCHEMAS } from '../json-schemas.ts';
import type { CommandRun } from './terminal.ts';

/** `harden schema [spec|preset|report|…]` */
export const runSchema: CommandRun = async ([kind = 'spec'], _options, terminal) => {
  const make = new Map<string, () => object>(Object.entries(JSON_SCHEMAS)).get(kind);
  if (!make) {
    throw new HardenError(
      error('cli/bad-option', `harden has no schema ${JSON.stringify(kind)}`, {
        hint: `use one of: ${Object.keys(JSON_SCHEMAS).join(', ')}`,
      }),
    );
  }
  terminal.out(`${JSON.stringify(make(), null, 2)}\n`);
  return EXIT.passed;
};
