import type { When } from './schema.ts';

/** What steps may hang on besides inputs: `debian` for one of packages, else `image`. */
export const TOOLCHAIN = 'toolchain';

/** Whether the inputs are as a part of a preset wants them; without a wish it always counts. */
export function applies(
  when: When | undefined,
  inputs: Readonly<Record<string, string | undefined>>,
): boolean {
  return Object.entries(when ?? {}).every(([input, wanted]) =>
    [wanted].flat().includes(inputs[input] ?? ''),
  );
}
