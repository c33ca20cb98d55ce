import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examplesOf } from '../../scripts/bench/examples.mjs';
import { optionsOf } from '../../scripts/bench/options.mjs';
import { lacks, scenariosOf } from '../../scripts/bench/scenarios.mjs';
import { ROOT } from '../program.ts';

test('a run is of ten rounds of everything, a quick one of three of two scenarios', () => {
  expect(optionsOf([])).toMatchObject({ rounds: 10, scenarios: [], examples: ['go-api'] });
  expect(optionsOf(['--quick'])).toMatchObject({ rounds: 3, scenarios: ['unchanged', 'line'] });
  const own = optionsOf(['--quick', '--scenario', 'cold', '--rounds', '1', '--load-limit', '9']);
  expect(own).toMatchObject({ rounds: 1, scenarios: ['cold'], loadLimit: 9 });
});

test.each([
  [['--write', '--quick'], '--write takes a full run, and this is a quick one'],
  [['--write', '--rounds', '3'], '--write takes at least 10 rounds, and these are 3'],
  [['--rounds', 'many'], '--rounds is "many", expected a number from 1 on'],
  [['--fast'], "Unknown option '--fast'"],
])('%j is refused', (args, message) => {
  expect(() => optionsOf(args)).toThrow(message);
});

test('examples have the files that scenarios add to', () => {
  for (const { id, line } of examplesOf(['go-api', 'node-api', 'python-api'])) {
    for (const { file } of line)
      expect(existsSync(join(ROOT, 'examples', id, file)), file).toBe(true);
  }
  expect(() => examplesOf(['cobol'])).toThrow(
    'no example is called cobol, expected some of go-api',
  );
});

describe('scenarios', () => {
  test('are those that are asked for, in their own order', () => {
    expect(scenariosOf(['cold', 'line']).map(({ id }) => id)).toEqual(['line', 'cold']);
    expect(scenariosOf([])).toHaveLength(5);
    expect(() => scenariosOf(['warm'])).toThrow('no scenario is called warm, expected some of');
  });

  test('that an example does not have say why', () => {
    const [go, python] = [examplesOf(['go-api'])[0], examplesOf(['python-api'])[0]];
    const [base, dependency] = [scenariosOf(['base'])[0], scenariosOf(['dependency'])[0]];
    expect(lacks(base, go, '127.0.0.1:1')).toBeUndefined();
    expect(lacks(base, go, undefined)).toMatch(/registry/);
    expect(lacks(base, python, '127.0.0.1:1')).toMatch(/base/);
    expect(lacks(dependency, python, undefined)).toMatch(/nothing is written down/);
  });
});
