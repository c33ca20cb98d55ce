import { expect, test } from 'vitest';
import { renderComparison } from '../../src/compare/render.ts';
import { runNamed } from '../report/runs.ts';
import { compared, found, npm, os } from './runs.ts';

const PASS = runNamed('pass');
const config = { entrypoint: ['/app/server'], cmd: [], workdir: '/', ports: [] };
const fat = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => os(`lib${letter}`, '1.0'));

const comparison = compared(
  {
    image: {
      ...PASS.image,
      name: 'registry.example/team/orders-service:1.0',
      size: { compressed: 300e6, uncompressed: 900e6 },
      config: { ...config, user: '' },
    },
    packages: [...fat, os('libc6', '2.36'), npm('ms', '2.0.0')],
    findings: [
      found(os('liba', '1.0'), 'CVE-2026-1', { severity: 'critical', fixedVersion: '1.1' }),
      found(os('libc6', '2.36'), 'CVE-2026-2'),
    ],
  },
  {
    image: { ...PASS.image, config: { ...config, user: '65532:65532' } },
    packages: [os('libc6', '2.41'), npm('ms', '2.1.3'), npm('evil\u001b[31m\u202e', '1')],
    findings: [found(os('libc6', '2.41'), 'CVE-2026-2'), found(npm('ms', '2.1.3'), 'CVE-2026-3')],
  },
);

test.each([60, 80, 200])('fits %i columns', async (width) => {
  const text = renderComparison(comparison, width);
  const longest = Math.max(...text.split('\n').map((line) => line.length));
  expect(longest).toBeLessThanOrEqual(width);
  await expect(text).toMatchFileSnapshot(`golden/${width}.golden.txt`);
});

test('foreign names stay text', () => {
  const text = renderComparison(comparison, 80);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]/);
});
