import { describe, expect, test } from 'vitest';
import { SECTIONS } from './sections.ts';

describe.each(SECTIONS.map((one) => [one.name, one] as const))('%s', (_name, section) => {
  test(section.promise, { timeout: 120_000 }, async () => {
    const line = await section.run({ amount: 'short' });
    expect(line.broken).toEqual([]);
    expect(line.cases).toBeGreaterThanOrEqual(20);
  });

  test(`fails without ${section.takenOut}`, { timeout: 120_000 }, async () => {
    const line = await section.run({ amount: 'short', sabotaged: true });
    expect(line.broken.length).toBeGreaterThan(0);
  });
});
