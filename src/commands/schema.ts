import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { reportJsonSchema } from '../report/json-schema.ts';
import { presetJsonSchema, specJsonSchema } from '../spec/json-schema.ts';
import type { CommandRun } from './terminal.ts';

/** `harden schema [spec|preset|report]` */
export const runSchema: CommandRun = async ([kind = 'spec'], _options, terminal) => {
  const make = { spec: specJsonSchema, preset: presetJsonSchema, report: reportJsonSchema }[kind];
  if (!make) {
    throw new HardenError(
      error('cli/bad-option', `harden has no schema ${JSON.stringify(kind)}`, {
        hint: 'use one of: spec, preset, report',
      }),
    );
  }
  terminal.out(`${JSON.stringify(make(), null, 2)}\n`);
  return EXIT.passed;
};
