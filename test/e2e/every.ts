import { test } from 'vitest';

/** For what takes minutes, and holds of one more project what others hold of theirs: `npm test -- --every`. */
export const everyTest = test.runIf(process.env['HARDEN_TEST_EVERY']);
