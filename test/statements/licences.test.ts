import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KNOWN, licence } from '../../src/statements/licences.ts';

test('all identifiers are of the SPDX list', () => {
  const library = createRequire(import.meta.url).resolve(
    '@cyclonedx/cyclonedx-library/package.json',
  );
  const schema = join(library, '..', 'res/schema/spdx.SNAPSHOT.schema.json');
  const { enum: ids } = JSON.parse(readFileSync(schema, 'utf8'));
  expect([...KNOWN].filter((id) => !ids.includes(id))).toEqual([]);
});

test.each([
  ['MIT', { id: 'MIT' }],
  [' MIT ', { id: 'MIT' }],
  ['MIT OR Apache-2.0', { expression: 'MIT OR Apache-2.0' }],
  ['(MIT AND (ISC OR 0BSD))', { expression: '(MIT AND (ISC OR 0BSD))' }],
  ['public-domain', { name: 'public-domain' }],
  ['MIT OR', { name: 'MIT OR' }],
  ['(MIT', { name: '(MIT' }],
  ['MIT ISC', { name: 'MIT ISC' }],
  [
    'GPL-2.0-only WITH Classpath-exception-2.0',
    { name: 'GPL-2.0-only WITH Classpath-exception-2.0' },
  ],
])('%s is %j', (word, expected) => {
  expect(licence(word)).toEqual(expected);
});
