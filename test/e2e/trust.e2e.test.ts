import { describe, expect, test } from 'vitest';
import { ENGINE_SECTIONS } from '../trust/engine/sections.ts';

describe.each(ENGINE_SECTIONS.map((one) => [one.name, one] as const))('%s', (_name, section) => {
  test(section.promise, async () => {
    const line = await section.run({ amount: 'short' });
    expect(line.broken).toEqual([]);
    expect(line.cases).toBeGreaterThan(0);
  });

  test(`fails without ${section.takenOut}`, async () => {
    const line = await section.run({ amount: 'short', sabotaged: true });
    expect(line.broken.length).toBeGreaterThan(0);
  });
});
