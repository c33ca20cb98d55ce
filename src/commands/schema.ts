import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { presetJsonSchema, specJsonSchema } from '../spec/json-schema.ts';
import type { CommandRun } from './terminal.ts';

/** `harden schema [spec|preset]` */
export const runSchema: CommandRun = async ([kind = 'spec'], _options, terminal) => {
  const make = { spec: specJsonSchema, preset: presetJsonSchema }[kind];
  if (!make) {
    throw new HardenError(
      error('cli/bad-option', `harden has no schema ${JSON.stringify(kind)}`, {
        hint: 'use one of: spec, preset',
      }),
    );
  }
  terminal.out(`${JSON.stringify(make(), null, 2)}\n`);
  return EXIT.passed;
};
