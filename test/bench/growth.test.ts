import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { CASES } from '../../scripts/growth/cases.mjs';
import { plot } from '../../scripts/growth/plot.mjs';
import { growthTable } from '../../scripts/growth/table.mjs';
import { withMeasured } from '../../scripts/measured-page.mjs';
import { ROOT } from '../program.ts';

const RESULTS = [
  {
    ...{ title: 'plan', unit: 'specs' },
    points: [
      { size: 10, seconds: 0.5, megabytes: 60 },
      { size: 1000, seconds: 2, megabytes: 90 },
    ],
  },
];

test('the table says how much more a larger input takes', () => {
  const about = { system: 'Linux', processor: 'P', cores: 2, node: 'v24.1.0', rounds: 5 };
  const lines = growthTable(RESULTS, { ...about, date: new Date('2026-11-26') }).split('\n');
  expect(lines[0]).toBe(
    'Measured on 2026-11-26, Linux, 2 cores (P), Node 24.1.0; medians of 5 rounds.',
  );
  expect(lines).toContain('| plan | 1,000 specs | 2.00 | 90 |');
  expect(lines.at(-1)).toBe(
    '- plan: 100 times the specs take 4.0 times the time and 1.5 times the memory.',
  );
});

test.each(['seconds', 'megabytes'])(
  'the picture of %s is sound, and all of it is inside',
  (figure) => {
    const places: number[] = [];
    const parser = new SaxesParser();
    parser.on('opentag', ({ attributes }) => {
      for (const name of ['cx', 'x1', 'x2']) {
        if (attributes[name] !== undefined) places.push(Number(attributes[name]));
      }
    });
    parser.write(plot(RESULTS, figure)).close();
    expect(places.length).toBeGreaterThan(3);
    expect(places.every((place) => place >= 0 && place <= 640)).toBe(true);
  },
);

test('the page has a place for the table, and every case has four sizes', () => {
  const page = readFileSync(join(ROOT, 'docs/growth.md'), 'utf8');
  expect(withMeasured(page, 'NEW')).toContain('\nNEW\n');
  expect(CASES.map(({ sizes }) => sizes.length)).toEqual(CASES.map(() => 4));
});
