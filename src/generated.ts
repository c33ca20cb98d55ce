import { allFamilies } from './base/find.ts';
import { baseReference } from './base/reference.ts';
import { findPreset, listPresets } from './preset/find.ts';
import { presetReference } from './preset/reference.ts';
import { reportJsonSchema } from './report/json-schema.ts';
import { presetJsonSchema, specJsonSchema } from './spec/json-schema.ts';
import { specReference } from './spec/reference.ts';

/** The files of the repository that are made from schemas and presets, by path. */
export async function generated(): Promise<Record<string, string>> {
  const found = await Promise.all((await listPresets()).map((name) => findPreset(name, '.')));
  const presets = found.flatMap((one) => (one.ok ? [one.value] : []));
  return {
    'schema/hardening.schema.json': json(specJsonSchema()),
    'schema/preset.schema.json': json(presetJsonSchema()),
    'schema/report.schema.json': json(reportJsonSchema()),
    'docs/bases.md': baseReference(await allFamilies()),
    'docs/spec.md': specReference(),
    'docs/presets.md': presetReference(presets),
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
