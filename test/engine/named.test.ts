import { expect, test } from 'vitest';
import { namedEngines } from '../../src/engine/named.ts';

const A = 'tcp://build-1:1234';
const B = 'kube-pod://engine-0?context=ci&namespace=dagger';

test('several engines have commas between them, each counts once', () => {
  const from = '--engine';
  expect(namedEngines(`${A}, ${B},${A}`, {})).toEqual([
    { address: A, from },
    { address: B, from },
  ]);
});

test('the flag goes before HARDEN_ENGINE, and that before the one of Dagger', () => {
  const env = { HARDEN_ENGINE: `${A},${B}`, _EXPERIMENTAL_DAGGER_RUNNER_HOST: 'tcp://c:1' };
  expect(namedEngines(undefined, env).map(({ address }) => address)).toEqual([A, B]);
  expect(namedEngines('tcp://d:1', env)).toEqual([{ address: 'tcp://d:1', from: '--engine' }]);
  expect(namedEngines(undefined, {})).toEqual([]);
});

test.each([`${A},`, `${A},build-2:1234`, ''])('%j is a mistake', (flag) => {
  expect(() => namedEngines(flag, {})).toThrow('cli/bad-option');
});
