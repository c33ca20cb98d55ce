import { allFamilies } from './base/find.ts';
import { baseReference } from './base/reference.ts';
import { JSON_SCHEMAS } from './json-schemas.ts';
import { findPreset } from './preset/find.ts';
import { presetReference } from './preset/reference.ts';
import { listPresets } from './preset/text.ts';
import { specReference } from './spec/reference.ts';

/** The files of the repository that are made from schemas and presets, by path. */
export async function generated(): Promise<Record<string, string>> {
  const found = await Promise.all((await listPresets()).map((name) => findPreset(name, '.')));
  const presets = found.flatMap((one) => (one.ok ? [one.value] : []));
  return {
    ...schemas(),
    'docs/bases.md': baseReference(await allFamilies()),
    'docs/spec.md': specReference(),
    'docs/presets.md': presetReference(presets),
  };
}

function schemas(): Record<string, string> {
  const named = Object.entries(JSON_SCHEMAS).map(([kind, make]) => {
    const name = kind === 'spec' ? 'hardening' : kind;
    return [`schema/${name}.schema.json`, json(make())];
  });
  return Object.fromEntries(named);
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
