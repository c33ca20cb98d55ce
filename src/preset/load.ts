import { type Diagnostic, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { parseYaml } from '../spec/document.ts';
import { validate } from '../spec/validate.ts';
import { presetRules } from './rules.ts';
import { presetSchema } from './schema.ts';
import type { Preset } from './types.ts';

/** The text of a preset.yaml to a preset. Presets are data: loading one runs nothing. */
export function loadPreset(text: string, file: string): Result<Preset> {
  const parsed = parseYaml(text, file);
  if (!parsed.ok) return fail(...parsed.diagnostics.map(asPreset));
  const checked = validate(presetSchema, parsed.value);
  if (!checked.value) return fail(...checked.problems.map(asPreset));
  const { source } = parsed.value;
  const broken = presetRules(checked.value, source);
  if (broken.length > 0) return fail(...broken);
  return ok({ name: checked.value.name, file, text, source, data: checked.value });
}

/** Mistakes in a preset are its author's: one code, the same wording. */
function asPreset(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, code: 'preset/invalid' };
}
