import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SHORT } from '../scripts/short-tests.mjs';
import { ROOT } from './program.ts';

test('every end-to-end test that npm test names is there, once', () => {
  const absent = SHORT.filter((name) => !existsSync(join(ROOT, `test/e2e/${name}.e2e.test.ts`)));
  expect(absent).toEqual([]);
  expect(new Set(SHORT).size).toBe(SHORT.length);
});
