import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { renderTranslation } from '../../src/init/dockerfile/translate.ts';
import { renderFindings } from '../../src/init/render.ts';
import { init } from '../../src/init.ts';
import { filesOf, folderWith } from './files.ts';

const PROJECTS = join(import.meta.dirname, 'projects');
const names = readdirSync(PROJECTS)
  .filter((name) => name.endsWith('.project'))
  .map((name) => name.slice(0, -'.project'.length));

test('there are many kinds of projects', () => {
  expect(names.length).toBeGreaterThanOrEqual(30);
});

test.each(names)('%s', async (name) => {
  const text = await readFile(join(PROJECTS, `${name}.project`), 'utf8');
  const shown = await proposedFor(text, name.endsWith('-translated'));
  await expect(shown).toMatchFileSnapshot(join(PROJECTS, `${name}.golden`));
});

async function proposedFor(text: string, translated: boolean): Promise<string> {
  const folder = await folderWith(filesOf(text));
  const shown = await outcome(folder, translated);
  return shown.replaceAll(`${folder}/`, '').replaceAll(folder, 'app');
}

async function outcome(folder: string, translated: boolean): Promise<string> {
  const options = { color: false, width: 100 };
  try {
    const result = await init({
      folder,
      schema: 'schema.json',
      ...(translated && { dockerfile: true as const }),
    });
    const parts = result.projects.map((one) =>
      [
        `# ${one.file}`,
        one.text,
        renderFindings(one.findings, 100),
        ...one.todo.map((todo) => `to do: ${todo}\n`),
        ...(one.translation
          ? [renderTranslation(one.translation.file, one.translation.lines)]
          : []),
        renderDiagnostics(one.diagnostics, one.sources, options),
      ].join('\n'),
    );
    const others = result.others.map(({ folder: at, languages }) => `also: ${at} (${languages})\n`);
    const refused = renderDiagnostics(result.refused, new Map(), options);
    return [...parts, ...others, refused].join('\n').trimEnd().concat('\n');
  } catch (thrown) {
    if (!(thrown instanceof HardenError)) throw thrown;
    return renderDiagnostics(thrown.diagnostics, new Map(), options);
  }
}
