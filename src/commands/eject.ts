import { join, resolve } from 'node:path';
import { blobDir } from '../cache.ts';
import type { Compiled } from '../compile.ts';
import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { visible } from '../diagnostics/visible.ts';
import { checkEjected } from '../eject/check.ts';
import type { Form } from '../eject/types.ts';
import { eject } from '../eject.ts';
import { createRegistryClient } from '../registry/client.ts';
import { visibleJson } from '../report/visible.ts';
import { count } from '../report/words.ts';
import type { CommandRun, Options, Terminal } from './terminal.ts';
import { type Show, withSpec } from './with-spec.ts';

const FORMS: Form[] = ['dockerfile', 'bake', 'dagger'];
const FOLDER = 'ejected';

/** `harden eject [path] --dockerfile`: the last build as files of another builder. */
export const runEject: CommandRun = ([path = '.'], options, terminal) =>
  withSpec(path, options, terminal, async (compiled, show) => {
    if (options['check'] !== undefined) return check(compiled, options, show, terminal);
    const form = formOf(options);
    const { cwd, env, signal } = terminal;
    const given = options['output'];
    const output = given ? resolve(cwd, String(given)) : join(compiled.folder, FOLDER);
    const ejected = await eject({ compiled, form, output, env, signal });
    const told = ejected.unexpressed.map((text) => `- ${visible(text)}\n`).join('');
    terminal.err(`What these files do not do:\n${told}`);
    terminal.err(`The next harden build sees ${ejected.name}: keep it out with source.exclude.\n`);
    for (const name of ejected.files) terminal.out(`${join(ejected.folder, name)}\n`);
    return EXIT.passed;
  });

async function check(
  compiled: Compiled,
  options: Options,
  show: Show,
  { cwd, env, signal, out, err }: Terminal,
): Promise<number> {
  const image = String(options['check']);
  const registry = createRegistryClient({ env, signal, blobDir: blobDir() });
  const checked = await checkEjected({ compiled, image, cwd, registry, signal });
  const { differences, files } = checked;
  if (options['json']) out(`${visibleJson(JSON.stringify(checked, null, 2))}\n`);
  if (differences.length === 0) {
    err(`${visible(image)} has the ${files} files of the last build and starts like it.\n`);
    return EXIT.passed;
  }
  return show([differs(image, differences)]);
}

const MOST_LINES = 20;

function differs(image: string, differences: readonly string[]): Diagnostic {
  const shown = differences.slice(0, MOST_LINES);
  const rest = differences.length - shown.length;
  const message = `${image} differs from the image of the last build in ${count(differences.length, 'point')}`;
  return error('eject/differs', message, {
    hint: 'eject again and build without a cache; a step that gives other bytes each time is another cause',
    detail: [...shown, ...(rest > 0 ? [`and ${rest} more: add --json`] : [])].join('\n'),
  });
}

function formOf(options: Options): Form {
  const asked = FORMS.filter((form) => options[form]);
  const [form] = asked;
  if (form && asked.length === 1) return form;
  const said = asked.length === 0 ? 'eject has no form' : `eject has ${asked.length} forms`;
  throw new HardenError(
    error(
      'cli/bad-option',
      `${said}, expected one of ${FORMS.map((one) => `--${one}`).join(', ')}`,
      {
        hint: 'write one of them: harden eject --dockerfile',
      },
    ),
  );
}
