import { dirname } from 'node:path';
import { explainBuilds } from '../build-inputs.ts';
import { compile } from '../compile.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { explain } from '../explain/explain.ts';
import { renderExplanations } from '../explain/render.ts';
import type { ExplainInput, Explanation } from '../explain/types.ts';
import { explainImageFile } from '../explain.ts';
import { readProject } from '../project-lines.ts';
import { visibleJson } from '../report/visible.ts';
import { type StoredReport, storedReport } from '../stored-report.ts';
import { imagePath } from './image-option.ts';
import type { CommandRun, Terminal } from './terminal.ts';

/** Not the name of a package anybody ships. */
const REBUILD = 'rebuild';

/** `harden explain WORD [path]`: why something of the last build is there, without an engine. */
export const runExplain: CommandRun = async ([word = '', path = '.'], options, terminal) => {
  const stored = await storedReport(imagePath(path, options), terminal.cwd);
  const input = await inputFrom(stored, terminal);
  const folder = stored.folder ?? terminal.cwd;
  const found = word.startsWith('/')
    ? [await explainImageFile(word, stored.report, input.plan, folder)]
    : word === REBUILD
      ? [await explainBuilds(dirname(stored.file))]
      : explained(word, input);
  const document = { schemaVersion: 1, explanations: found };
  if (options['json']) terminal.out(`${visibleJson(JSON.stringify(document, null, 2))}\n`);
  else terminal.out(renderExplanations(found, terminal.width));
  return EXIT.passed;
};

function explained(word: string, input: ExplainInput): Explanation[] {
  const found = explain(word, input);
  if (found.ok) return found.value;
  throw new HardenError(...found.diagnostics);
}

/** A report that was taken elsewhere is explained as well, without the lines of its project. */
async function inputFrom(
  { report, folder, image }: StoredReport,
  { cwd }: Terminal,
): Promise<ExplainInput> {
  if (folder === undefined) return { report, locate: () => undefined };
  const [project, compiled] = await Promise.all([
    readProject(folder, cwd, image),
    compile(folder, { image, platform: report.image.platform }),
  ]);
  return {
    report,
    locate: (one) => project.locate?.(one),
    ...(compiled.ok && { plan: compiled.value.plan }),
    ...(project.base && { base: project.base }),
  };
}
