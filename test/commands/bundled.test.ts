import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { checkDecided, checkPlace } from '../../src/commands/bundled.ts';

const folder = join(sep, 'work', 'shop');
const refused = { diagnostics: [expect.objectContaining({ code: 'cli/bad-option' })] };

test.each(['bundle.tar', join('out', 'bundle'), '..bundle'])('%s is among the sources', (name) => {
  expect(() => checkPlace(join(folder, name), { folder }, '--output')).toThrow(
    expect.objectContaining(refused),
  );
});

test.each([
  join(folder, '..', 'bundle.tar'),
  join(sep, 'work', 'shop-bundle'),
  join(folder, '.harden', 'bundle.tar'),
  join(sep, 'media', 'stick', 'bundle'),
])('%s is not', (path) => {
  expect(() => checkPlace(path, { folder }, '--output')).not.toThrow();
});

test('the project folder itself is no place either', () => {
  expect(() => checkPlace(folder, { folder }, '--output')).toThrow(
    expect.objectContaining(refused),
  );
});

test('base: auto has to be decided', () => {
  expect(() => checkDecided({ base: 'auto' })).toThrow(
    expect.objectContaining({ diagnostics: [expect.objectContaining({ code: 'lock/missing' })] }),
  );
  expect(() => checkDecided({ base: 'debian' })).not.toThrow();
  expect(() => checkDecided({ base: undefined })).not.toThrow();
});
