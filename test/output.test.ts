import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outputOf, projectOf } from '../src/output.ts';
import { placeOf } from '../src/platforms/places.ts';

test.each([[undefined], ['api']])('the output folder of %s leads back to its project', (image) => {
  const output = outputOf('/work/shop', image);
  const project = { folder: '/work/shop', ...(image && { image }) };
  expect(projectOf(output)).toEqual(project);
  expect(projectOf(join(output, placeOf('linux/arm64')))).toEqual(project);
});

test('no other folder is one', () => {
  for (const folder of [
    '/work/shop',
    '/work/images/api',
    '/work/.harden/image',
    '/work/platforms/a',
    '/',
  ]) {
    expect(projectOf(folder)).toBeUndefined();
  }
});
