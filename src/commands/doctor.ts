import { EXIT } from '../diagnostics/exit-codes.ts';
import { renderSymptoms } from '../doctor/render.ts';
import { examine, writeBundle } from '../doctor.ts';
import { plain } from '../report/paint.ts';
import { visibleJson } from '../report/visible.ts';
import type { CommandRun } from './terminal.ts';

/** `harden doctor`: exit 0 when nothing stands in the way of a build, 2 when something does. */
export const runDoctor: CommandRun = async (_args, options, terminal) => {
  const found = await examine(terminal);
  const { symptoms } = found;
  const document = { schemaVersion: 1, symptoms };
  if (options['json']) terminal.out(`${visibleJson(JSON.stringify(document, null, 2))}\n`);
  else terminal.out(renderSymptoms(symptoms, terminal.width, plain));
  const bundle = options['bundle'];
  if (bundle !== undefined) {
    const file = await writeBundle(String(bundle), found, terminal);
    terminal.err(`Wrote ${file}; read it before you send it.\n`);
  }
  return symptoms.some(({ state }) => state === 'error') ? EXIT.usage : EXIT.passed;
};
