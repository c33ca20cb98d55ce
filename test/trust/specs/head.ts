import type { Code } from '../../../src/diagnostics/codes.ts';

/** A spec that builds, to which one thing is done. */
export const HEAD = 'version: 1\nlanguage: go\nentrypoint: [/app/server]\n';

export type Expected = Code | 'accepted';

/** A spec by hand: its name, the first code it is refused with, its text or bytes. */
export type Written = [name: string, expected: Expected, content: string | Uint8Array];
