import { expect, test } from 'vitest';
import { outputOf, projectOf } from '../src/output.ts';

test.each([[undefined], ['api']])('the output folder of %s leads back to its project', (image) => {
  const output = outputOf('/work/shop', image);
  expect(projectOf(output)).toEqual({ folder: '/work/shop', ...(image && { image }) });
});

test('no other folder is one', () => {
  for (const folder of ['/work/shop', '/work/images/api', '/work/.harden/image', '/']) {
    expect(projectOf(folder)).toBeUndefined();
  }
});
