import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../package-root.ts';
import { parseYaml } from '../spec/document.ts';
import { validate } from '../spec/validate.ts';
import { type BaseFamily, baseSchema } from './schema.ts';

const CATALOGUE = packagePath('bases');
const ENDING = '.yaml';

/** One family of the catalogue by its name, which the spec's grammar has checked already. */
export function findFamily(name: string): Promise<BaseFamily> {
  const family = families.get(name) ?? readFamily(name);
  families.set(name, family);
  return family;
}

/** The catalogue ships with harden: it is the same for all specs of a run. */
const families = new Map<string, Promise<BaseFamily>>();

async function readFamily(name: string): Promise<BaseFamily> {
  const file = `bases/${name}${ENDING}`;
  const parsed = parseYaml(await readFile(join(CATALOGUE, `${name}${ENDING}`), 'utf8'), file);
  const checked = parsed.ok ? validate(baseSchema, parsed.value) : undefined;
  if (checked?.value) return checked.value;
  // The files ship with harden and a test reads each of them: this is a bug, not a user's mistake.
  const problems = parsed.ok ? (checked?.problems ?? []) : parsed.diagnostics;
  throw new Error(problems.map(({ message, span }) => `${file}:${span?.line}: ${message}`).join());
}

/** All families, in the order of their names. The folder is the registry. */
export async function allFamilies(): Promise<BaseFamily[]> {
  const names = (await readdir(CATALOGUE)).filter((file) => file.endsWith(ENDING)).sort();
  return Promise.all(names.map((file) => findFamily(file.slice(0, -ENDING.length))));
}
