import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { readOutput } from '../output.ts';
import { hexOf } from '../plan/digest.ts';
import { renderJson } from '../report/json.ts';
import type { RunReport } from '../report/types.ts';
import { type Entries, entryOf } from './entry.ts';
import { Refused } from './refused.ts';

export const REPORT = 'report.json';
const LAYOUT = 'image';
const BLOB = /\/blobs\/(sha256)\/([0-9a-f]{64})$/;

/**
 * What a build left in its output folder: the image, blob by blob, and the documents that its report
 * names. The report itself is held against its words, as later commands may name more files in it.
 */
export async function outputsOf(
  output: string,
  reports: Readonly<Record<string, string>>,
): Promise<Entries> {
  const named = Object.values(reports)
    .map((path) => relative(output, path).split(sep).join('/'))
    .filter((path) => path !== REPORT);
  const image = await entryOf(join(output, LAYOUT));
  if (!image?.is.startsWith('folder ')) throw new Refused('output', LAYOUT);
  const layout = await filesBelow(output, LAYOUT);
  const entries: Entries = {};
  for (const path of [...layout, ...named]) {
    const entry = await entryOf(join(output, path));
    if (!entry?.is.startsWith('file ')) throw new Refused('output', path);
    entries[path] = entry;
  }
  return entries;
}

/** The same with the digests that blobs are named by, which `withContents` then need not make. */
export function byName(entries: Entries): Entries {
  return Object.fromEntries(
    Object.entries(entries).map(([path, entry]) => {
      const [, algorithm, hex] = BLOB.exec(path) ?? [];
      return [path, algorithm ? { ...entry, content: `${algorithm}:${hex}` } : entry];
    }),
  );
}

/** @throws Refused report, where it cannot be read. */
export async function readLast(output: string): Promise<RunReport> {
  try {
    return JSON.parse((await readOutput(output, REPORT)) ?? '') as RunReport;
  } catch {
    throw new Refused('report');
  }
}

/** Names what a report says of the image, whichever files a later command wrote and named in it. */
export function wordsOf(report: RunReport): string {
  const {
    spec: _spec,
    reports: _reports,
    unchanged: _unchanged,
    ...said
  } = JSON.parse(renderJson(report));
  return hexOf(said);
}

async function filesBelow(root: string, below: string): Promise<string[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch(() => {
    throw new Refused('output', below);
  });
  const found = await Promise.all(
    entries.map((one) => {
      const path = `${below}/${one.name}`;
      return one.isDirectory() ? filesBelow(root, path) : [path];
    }),
  );
  return found.flat().sort();
}
