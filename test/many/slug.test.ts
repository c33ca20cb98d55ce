import { expect, test } from 'vitest';
import { slugsOf } from '../../src/many/slug.ts';

test('labels become names that a file system and a CI take, each once', () => {
  expect(
    slugsOf(['.', 'services/api', 'shop:web', 'services-api', '../x y', '/abs', 'Services/API']),
  ).toEqual([
    'image',
    'services-api',
    'shop-web',
    'services-api-2',
    'x-y',
    'abs',
    'Services-API-3',
  ]);
});
