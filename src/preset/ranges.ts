import { type Diagnostic, error, type Span } from '../diagnostics/diagnostic.ts';
import { type Inputs, readFrom } from './inputs.ts';
import { lowestOf, mayMeet } from './range.ts';
import type { Preset, ProjectFiles } from './types.ts';

/** Versions that the project's own files rule out, whoever chose them. */
export function outOfRange(inputs: Inputs, preset: Preset, files: ProjectFiles): Diagnostic[] {
  return (preset.data.ranges ?? []).flatMap((source) => {
    const asked = readFrom(source, files);
    const found = inputs[source.input];
    if (!asked || !found || mayMeet(found.value, asked.value) !== false) return [];
    const isDefault = found.origin.file === preset.file;
    const from = isDefault ? ' (the default of the preset)' : ` (${placeOf(found.origin)})`;
    const like = preset.data.inputs[source.input]?.default ?? found.value;
    const lowest = lowestOf(asked.value, like) ?? '…';
    const message = `${source.input} is ${found.value}${from}, and ${placeOf(asked.origin)} asks for ${JSON.stringify(asked.value)}`;
    const change = isWritten(found.origin, preset, files)
      ? `correct ${placeOf(found.origin)} or ${placeOf(asked.origin)}`
      : `write with: {${source.input}: "${lowest}"}, or correct ${placeOf(asked.origin)}`;
    return [
      error('plan/version-mismatch', message, {
        span: isDefault ? asked.origin : found.origin,
        hint: `${change}, so that both say the same`,
      }),
    ];
  });
}

/** A file of the project gave the value, which is to be changed there and not in the spec. */
function isWritten({ file }: Span, preset: Preset, files: ProjectFiles): boolean {
  return (preset.data.versions ?? []).some((one) => one.file === file) && files.has(file);
}

function placeOf({ file, line }: Span): string {
  return `${file}:${line}`;
}
