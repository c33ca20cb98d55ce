import { expect, test } from 'vitest';
import { createOnce } from '../../src/inputs/once.ts';

test('what several ask for at the same time is made once, and kept', async () => {
  const once = createOnce();
  let made = 0;
  const make = async () => ++made;
  expect(await Promise.all([once('a', make), once('a', make), once('b', make)])).toEqual([1, 1, 2]);
  expect(await once('a', make)).toBe(1);
});

test('what failed for one has failed for all', async () => {
  const once = createOnce();
  let tries = 0;
  const fails = async () => {
    tries += 1;
    throw new Error('no mirror');
  };
  await expect(once('a', fails)).rejects.toThrow('no mirror');
  await expect(once('a', fails)).rejects.toThrow('no mirror');
  expect(tries).toBe(1);
});
