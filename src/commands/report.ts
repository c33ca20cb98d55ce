import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { locateFinding, type ProjectFile } from '../report/locate.ts';
import { coloured, plain } from '../report/paint.ts';
import { renderText } from '../report/text.ts';
import type { RunReport } from '../report/types.ts';
import type { Terminal } from './terminal.ts';

/** The files of a project that name the packages it uses. */
const MANIFESTS = ['go.mod', 'requirements.txt'];

/** Prints the report for people on stderr; the folder's manifests tell which line to change. */
export async function showReport(
  report: RunReport,
  folder: string | undefined,
  terminal: Terminal,
): Promise<void> {
  const manifests = folder ? await readManifests(folder) : [];
  terminal.err(
    renderText(report, {
      width: terminal.width,
      paint: terminal.color ? coloured : plain,
      locate: (finding) => locateFinding(finding, manifests),
    }),
  );
}

async function readManifests(folder: string): Promise<ProjectFile[]> {
  const read = MANIFESTS.map(async (path) => {
    const text = await readFile(join(folder, path), 'utf8').catch(() => undefined);
    return text === undefined ? [] : [{ path, text }];
  });
  return (await Promise.all(read)).flat();
}
