import type { When } from './schema.ts';

/** Whether the inputs are as a part of a preset wants them; without a wish it always counts. */
export function applies(
  when: When | undefined,
  inputs: Readonly<Record<string, string | undefined>>,
): boolean {
  return Object.entries(when ?? {}).every(([input, wanted]) =>
    [wanted].flat().includes(inputs[input] ?? ''),
  );
}
