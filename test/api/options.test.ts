import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { surroundings, unlessAborted } from '../../src/api/options.ts';

test('the process is asked where nobody says it', () => {
  expect(surroundings({})).toMatchObject({ cwd: process.cwd(), env: process.env });
  const env = { HARDEN_ENGINE: 'tcp://engine:1234' };
  expect(surroundings({ cwd: '/work', env, engine: 'unix:///e' })).toMatchObject({
    ...{ cwd: '/work', env, engine: 'unix:///e' },
  });
});

test('a signal that lives on keeps nothing of the calls it was given to', () => {
  const stop = new AbortController();
  const { signal } = surroundings({ signal: stop.signal });
  signal.addEventListener('abort', () => {});
  expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  stop.abort(new Error('enough'));
  expect(signal.reason).toBe(stop.signal.reason);
});

test('after an abort the reason is what is thrown, before one the fault itself', async () => {
  const fault = new Error('socket hang up');
  const stop = new AbortController();
  const work = async () => {
    throw fault;
  };
  await expect(unlessAborted(stop.signal, work)).rejects.toBe(fault);
  const late = unlessAborted(stop.signal, async () => {
    stop.abort(new Error('enough'));
    throw fault;
  });
  await expect(late).rejects.toThrow('enough');
  const never = unlessAborted(stop.signal, () => expect.unreachable());
  await expect(never).rejects.toThrow('enough');
});
