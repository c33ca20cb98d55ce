import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { renderJson } from '../report/json.ts';
import { locateFinding, type ProjectFile } from '../report/locate.ts';
import { coloured, plain } from '../report/paint.ts';
import { renderText } from '../report/text.ts';
import type { RunReport } from '../report/types.ts';
import { showDiagnostics } from './show.ts';
import type { Options, Terminal } from './terminal.ts';
import type { Show } from './with-spec.ts';

/** The files of a project that name the packages it uses. */
const MANIFESTS = [
  'go.mod',
  'package.json',
  'pom.xml',
  'requirements.txt',
  'uv.lock',
  'poetry.lock',
];

/**
 * Prints a run's report, as one JSON document on stdout or for people on stderr, and gives the exit
 * code: 4 when the scan proved nothing, 1 when the policy is broken, else 0.
 */
export async function showReport(
  report: RunReport,
  project: { folder?: string; show?: Show },
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const { folder, show = (found) => showDiagnostics(found, new Map(), terminal) } = project;
  if (options['json']) terminal.out(renderJson(report));
  else terminal.err(await asText(report, folder, terminal));
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
  const exitCode = show(errors);
  if (exitCode !== EXIT.passed) return exitCode;
  return report.verdict.pass ? EXIT.passed : EXIT.policy;
}

/** The folder's manifests tell which line to change. */
async function asText(
  report: RunReport,
  folder: string | undefined,
  { width, color }: Terminal,
): Promise<string> {
  const manifests = folder ? await readManifests(folder) : [];
  return renderText(report, {
    width,
    paint: color ? coloured : plain,
    locate: (finding) => locateFinding(finding, manifests),
  });
}

async function readManifests(folder: string): Promise<ProjectFile[]> {
  const read = MANIFESTS.map(async (path) => {
    const text = await readFile(join(folder, path), 'utf8').catch(() => undefined);
    return text === undefined ? [] : [{ path, text }];
  });
  return (await Promise.all(read)).flat();
}
