import { ok, type Result } from '../diagnostics/diagnostic.ts';
import { loadPreset } from './load.ts';
import { readPresetText } from './text.ts';
import type { Preset } from './types.ts';

/** A preset by its reference, as `readPresetText` finds it. */
export async function findPreset(reference: string, specFolder: string): Promise<Result<Preset>> {
  const found = await readPresetText(reference, specFolder);
  if (!found.ok) return found;
  const { text, file, package: from } = found.value;
  const preset = loadedOnce(text, file);
  return preset.ok && from ? ok({ ...preset.value, package: from }) : preset;
}

const loaded = new Map<string, Result<Preset>>();

/** Of many specs most have the same preset. */
function loadedOnce(text: string, label: string): Result<Preset> {
  const key = `${label}\0${text}`;
  const preset = loaded.get(key) ?? loadPreset(text, label);
  loaded.set(key, preset);
  return preset;
}
