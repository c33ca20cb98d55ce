import { expect, test } from 'vitest';
import { matrixOf } from '../../src/many/matrix.ts';

const ENTRIES = [
  { label: 'services/api', path: 'services/api' },
  { label: 'shop:web', path: 'shop', image: 'web' },
];

test('GitHub has an include for each image', () => {
  expect(JSON.parse(matrixOf(ENTRIES, 'github'))).toEqual({
    include: [
      { path: 'services/api', image: '', name: 'services-api' },
      { path: 'shop', image: 'web', name: 'shop-web' },
    ],
  });
});

test('GitLab has a job with variables for each image', () => {
  expect(JSON.parse(matrixOf(ENTRIES, 'gitlab'))).toEqual({
    harden: {
      extends: '.harden',
      parallel: {
        matrix: [
          { HARDEN_PATH: 'services/api', HARDEN_IMAGE: '', HARDEN_NAME: 'services-api' },
          { HARDEN_PATH: 'shop', HARDEN_IMAGE: 'web', HARDEN_NAME: 'shop-web' },
        ],
      },
    },
  });
});

test('no images are no jobs, and it is one line whatever is in a name', () => {
  expect(matrixOf([], 'github')).toBe('{"include":[]}');
  expect(matrixOf([{ label: 'a\nb', path: 'a\nb' }], 'github')).not.toContain('\n');
});
