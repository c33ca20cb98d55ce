import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generated } from '../../src/generated.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const files = await generated();

test('there is something to compare', () => {
  expect(Object.keys(files)).toContain('schema/hardening.schema.json');
  expect(files['docs/presets.md']).toContain('## python');
});

/** `npm run generate` writes them. */
test.each(Object.keys(files))('%s is up to date', async (path) => {
  await expect(files[path]).toMatchFileSnapshot(join(ROOT, path));
});
