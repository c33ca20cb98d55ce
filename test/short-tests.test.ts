import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { partsOf } from '../scripts/e2e-parts.mjs';
import { SHORT } from '../scripts/short-tests.mjs';
import { ROOT } from './program.ts';

test('every end-to-end test that npm test names is there, once', () => {
  const absent = SHORT.filter((name) => !existsSync(join(ROOT, `test/e2e/${name}.e2e.test.ts`)));
  expect(absent).toEqual([]);
  expect(new Set(SHORT).size).toBe(SHORT.length);
});

test('each end-to-end test is in one of the two parts that run side by side', () => {
  const { inPlace, ownProjects } = partsOf();
  const all = readdirSync(join(ROOT, 'test/e2e')).filter((name) => name.endsWith('.e2e.test.ts'));
  expect([...inPlace, ...ownProjects].map((file) => basename(file)).sort()).toEqual(all.sort());
  expect(inPlace).toContain('test/e2e/go-api.e2e.test.ts');
  expect(ownProjects).toContain('test/e2e/trust.e2e.test.ts');
});
