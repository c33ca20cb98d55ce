import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { healthInCode } from '../../src/init/health.ts';
import { LANGUAGES } from '../../src/init/languages/all.ts';
import { listening } from '../../src/init/listening.ts';
import type { ProjectView } from '../../src/init/types.ts';
import { builtIn } from '../preset/project.ts';
import { filesOf } from './files.ts';

const PROJECTS = join(import.meta.dirname, 'projects');
const names = readdirSync(PROJECTS).filter((name) =>
  /^(?:node|rust|java|static)-.*\.project$/.test(name),
);

/** Programs of the languages whatever presets there are; what is read of them does not depend on one. */
test.each(names)('programs of %s', async (name) => {
  const view = viewOf(filesOf(readFileSync(join(PROJECTS, name), 'utf8')));
  const language = LANGUAGES.find((one) => one.name === name.split('-')[0]);
  if (!language) throw new Error(name);
  const shown = language.programs(view, builtIn('go')).map((program) => {
    const { argv, port } = listening(view, language, program, undefined, {});
    const health = healthInCode(view, language, program) ?? language.health?.(view) ?? undefined;
    return { ...program, value: argv, port, health };
  });
  const native = language.native(view);
  const text = JSON.stringify({ programs: shown, native, why: language.why?.(view) }, null, 2);
  await expect(`${text}\n`).toMatchFileSnapshot(
    join(PROJECTS, name.replace('.project', '.programs.golden.json')),
  );
});

function viewOf(files: [string, string][]): ProjectView {
  const texts = new Map(files);
  return {
    has: (path) => texts.has(path),
    read: (path) => texts.get(path),
    paths: [...texts.keys()],
    truncated: false,
  };
}
