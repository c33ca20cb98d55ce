import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { withinLimits } from '../../../src/report/sarif/limits.ts';
import type { Issue } from '../../../src/report/sarif/types.ts';

/** Texts that do not get smaller, as many bytes as asked for. */
const noise = (bytes: number) => randomBytes((bytes * 3) / 4).toString('base64');

test('a file that gzip does not make small is cut until code scanning takes it', () => {
  const issues = Array.from({ length: 160 }, (_, i) => {
    const severity = i < 100 ? ('high' as const) : ('low' as const);
    return { severity, text: noise(100_000) } as unknown as Issue;
  });
  let said = '';
  const text = withinLimits(issues, (kept, notice = '') => {
    said = notice;
    return `${kept.length}\n${JSON.stringify(kept)}`;
  });
  expect(gzipSync(text).length).toBeLessThanOrEqual(10_000_000);
  const kept = Number(text.split('\n')[0]);
  expect(kept).toBeGreaterThan(100);
  expect(said).toContain(`${issues.length - kept} results left out (${issues.length - kept} low)`);
});
