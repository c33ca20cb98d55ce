import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { allEnded } from '../src/all-ended.ts';

test('gives the results in the order of the work', async () => {
  expect(await allEnded([setTimeout(5, 'a'), 'b'])).toEqual(['a', 'b']);
});

test('throws the first failure once all have ended', async () => {
  const ended: string[] = [];
  const late = (name: string, after: number) =>
    setTimeout(after).then(() => {
      ended.push(name);
      throw new Error(name);
    });
  await expect(allEnded([late('second', 20), late('first', 1)])).rejects.toThrow('first');
  expect(ended).toEqual(['first', 'second']);
});
