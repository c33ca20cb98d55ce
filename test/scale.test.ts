import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { night, SECONDS } from '../scripts/scale/night.ts';
import { scaleTable, withTable } from '../scripts/scale/table.ts';
import { ROOT } from './program.ts';

test('the table of docs/scale.md is what the scheduler gives', { timeout: 120_000 }, async () => {
  const page = await readFile(join(ROOT, 'docs', 'scale.md'), 'utf8');
  // Write it anew with: node scripts/scale.mjs
  expect(withTable(page, await scaleTable())).toBe(page);
});

describe('a simulated night', () => {
  const size = { images: 200, changed: 20, home: true };

  test('on one engine takes the sum of all images', async () => {
    const caches = new Map<string, Set<number>>();
    const first = await night({ ...size, engines: 1, caches });
    expect(first.seconds).toBeCloseTo(200 * SECONDS.unknown, 6);
    const later = await night({ ...size, engines: 1, caches });
    expect(later.seconds).toBeCloseTo(180 * SECONDS.unchanged + 20 * SECONDS.changed, 6);
  });

  test('gives the same twice', async () => {
    const once = () => night({ ...size, engines: 5, caches: new Map() });
    expect(await once()).toEqual(await once());
  });

  test('sends images to the engines that know them', async () => {
    const caches = new Map<string, Set<number>>();
    await night({ ...size, engines: 4, caches });
    const copy = () => new Map([...caches].map(([name, known]) => [name, new Set(known)]));
    const home = await night({ ...size, engines: 4, caches: copy() });
    const anywhere = await night({ ...size, engines: 4, caches: copy(), home: false });
    expect(home.unknown).toBeLessThan(anywhere.unknown / 4);
    expect(home.seconds).toBeLessThan(anywhere.seconds);
  });

  test.each([0, 1, 100, 250])('loses no image with an engine at second %i', async (lostAt) => {
    const result = await night({ ...size, engines: 4, caches: new Map(), lostAt });
    expect(result).toMatchObject({ results: 200, again: 1 });
  });
});
