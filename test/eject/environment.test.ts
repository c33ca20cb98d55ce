import { expect, test } from 'vitest';
import { envOf } from '../../src/eject/render/environment.ts';
import type { Step } from '../../src/plan/types.ts';

const origin = { file: 'hardening.yaml', line: 1, column: 1, length: 1 };
const step = (env: Record<string, string>): Step => ({
  run: ['make'],
  env,
  workdir: '/src',
  caches: [],
  origin,
});
const of = (...envs: Record<string, string>[]) => envOf(envs.map(step));

test('what all later steps have is said once', () => {
  expect(of({ A: '1', B: '2' }, { A: '1', B: '3' })).toEqual([
    {
      fixed: [
        ['A', '1'],
        ['B', '2'],
      ],
      own: [],
    },
    { fixed: [['B', '3']], own: [] },
  ]);
});

test('what a later step does not have stays with its step', () => {
  expect(of({ A: '1' }, {}, { A: '1' })).toEqual([
    { fixed: [], own: [['A', '1']] },
    { fixed: [], own: [] },
    { fixed: [['A', '1']], own: [] },
  ]);
});

test('a value of several lines is an argument', () => {
  expect(of({ A: 'a\nb' })).toEqual([{ fixed: [], own: [['A', 'a\nb']] }]);
});
