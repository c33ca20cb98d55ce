import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type FactsRequest, gatherFacts } from './doctor/facts.ts';
import { hiding } from './doctor/hide.ts';
import { judgeFacts } from './doctor/judge.ts';
import type { Facts, Symptom } from './doctor/types.ts';
import { engineName, instancePaths } from './engine/paths.ts';
import { writeWhole } from './records.ts';
import { storedReport } from './stored-report.ts';

export interface Examination {
  facts: Facts;
  symptoms: Symptom[];
}

/** Looks at everything that a build needs, and says what would stand in its way. */
export async function examine(request: FactsRequest): Promise<Examination> {
  const facts = await gatherFacts(request);
  return { facts, symptoms: judgeFacts(facts) };
}

const LOG_CHARACTERS = 20_000;

/**
 * Writes what a bug report needs into one file: the examination, the spec, what the last build said,
 * the end of the native engine's log. Values of variables that are secrets by their name, and the
 * passwords of URLs, are hidden wherever they stand.
 */
export async function writeBundle(
  file: string,
  examination: Examination,
  { cwd, env }: FactsRequest,
): Promise<string> {
  const text = (path: string) => readFile(path, 'utf8').catch(() => undefined);
  const [spec, lock, log, stored] = await Promise.all([
    text(join(cwd, 'hardening.yaml')),
    text(join(cwd, 'hardening.lock')),
    text(instancePaths(engineName(env)).log),
    storedReport('.', cwd).catch(() => undefined),
  ]);
  const { coverage, diagnostics, scanners, verdict, timings } = stored?.report ?? {};
  const bundle = {
    schemaVersion: 1,
    ...examination,
    variables: Object.keys(env).sort(),
    ...(spec !== undefined && { spec }),
    ...(lock !== undefined && { lock }),
    ...(stored && { lastBuild: { coverage, diagnostics, scanners, verdict, timings } }),
    ...(log !== undefined && { engineLog: log.slice(-LOG_CHARACTERS) }),
  };
  const path = resolve(cwd, file);
  await writeWhole(path, `${hiding(env)(JSON.stringify(bundle, null, 2))}\n`);
  return path;
}
