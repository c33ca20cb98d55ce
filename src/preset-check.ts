import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { compile } from './compile.ts';
import { type Diagnostic, error, ok, type Result } from './diagnostics/diagnostic.ts';
import { packagePath } from './package-root.ts';
import { firstDifference } from './plan/difference.ts';
import { canonicalJson } from './plan/digest.ts';
import { findPreset } from './preset/find.ts';
import { findPackage, type PresetPackage, readPackage } from './preset/package.ts';
import { listPresets } from './preset/text.ts';
import type { Preset } from './preset/types.ts';

/** `kept`: the plan is the golden one; `new`: there was none; `broken`: the example has no plan. */
interface CheckedExample {
  name: string;
  plan: 'kept' | 'changed' | 'new' | 'broken';
  diagnostics: Diagnostic[];
  /** What its diagnostics point into, by file name. */
  sources: ReadonlyMap<string, string>;
}

export interface CheckedPreset {
  preset: Preset;
  package?: PresetPackage;
  examples: CheckedExample[];
}

const GOLDEN = 'plan.golden.json';

/**
 * Holds a preset against its schema and rules, and each spec in its `examples/` against the plan
 * kept beside it; with `update` the plans are written anew. `reference` is a built-in name, a
 * folder, or an installed npm package.
 */
export async function checkPreset(
  reference: string,
  cwd: string,
  update: boolean,
): Promise<Result<CheckedPreset>> {
  const place = await locate(reference, cwd);
  if (!place.ok) return place;
  const { folder, packed } = place.value;
  const preset = await findPreset(`./${relative(cwd, join(folder, 'preset.yaml'))}`, cwd);
  if (!preset.ok) return preset;
  const examples: CheckedExample[] = [];
  for (const name of await examplesIn(folder)) {
    examples.push(await checkExample(join(folder, 'examples', name), name, update));
  }
  return ok({ preset: preset.value, ...(packed && { package: packed }), examples });
}

async function locate(
  reference: string,
  cwd: string,
): Promise<Result<{ folder: string; packed?: PresetPackage }>> {
  if ((await listPresets()).includes(reference)) {
    return ok({ folder: packagePath('presets', reference) });
  }
  const path = resolve(cwd, reference);
  const isThere = await stat(path).catch(() => undefined);
  const found = isThere ? await readPackage(path) : await findPackage(reference, cwd);
  if (!found.ok) return found;
  if (found.value) return ok({ folder: dirname(found.value.file), packed: found.value });
  return ok({ folder: isThere?.isFile() ? dirname(path) : path });
}

async function examplesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, 'examples'), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function checkExample(
  folder: string,
  name: string,
  update: boolean,
): Promise<CheckedExample> {
  const compiled = await compile(folder);
  if (!compiled.ok) return { name, plan: 'broken', ...compiled };
  const { plan, sources } = compiled.value;
  const file = join(folder, GOLDEN);
  const before = await readFile(file, 'utf8').catch(() => undefined);
  if (before && canonicalJson(parsed(before)) === canonicalJson(plan)) {
    return { name, plan: 'kept', diagnostics: [], sources };
  }
  if (update) await writeFile(file, `${JSON.stringify(plan, null, 2)}\n`);
  if (before === undefined || update) {
    return { name, plan: before === undefined ? 'new' : 'changed', diagnostics: [], sources };
  }
  const where = firstDifference(parsed(before), plan) || 'the whole of it';
  const message = `the plan of ${name} is not the one in ${GOLDEN}: ${where} differs`;
  const hint = 'if that is meant, write it anew with: harden presets check --update';
  const diagnostics = [error('preset/plan-changed', message, { hint })];
  return { name, plan: 'changed', diagnostics, sources };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
