import { expect, test } from 'vitest';
import type { Ignore } from '../../src/plan/types.ts';
import { evaluate } from '../../src/policy/evaluate.ts';
import type { Finding } from '../../src/scan/types.ts';
import { openVexOf } from '../../src/statements/openvex.ts';
import { readOpenVex } from '../../src/statements/read-openvex.ts';
import { finding, IMAGE, input, policyOf } from '../policy/findings.ts';

const NOW = '2026-06-15T10:00:00Z';
const ORIGIN = { file: 'hardening.yaml', line: 5, column: 9, length: 4 };
const FOO = finding('high', {
  id: 'CVE-2026-9',
  aliases: ['GHSA-aaaa'],
  purl: 'pkg:deb/debian/libfoo@1.0?arch=amd64',
});

function ignore(rest: Partial<Ignore> = {}): Ignore {
  return {
    id: 'CVE-2026-9',
    until: '2026-12-31',
    reason: 'the parser is never given text from outside',
    owner: 'ops',
    origin: ORIGIN,
    ...rest,
  };
}

function emitted(...entries: [Finding, Ignore][]) {
  return openVexOf(
    entries.map(([found, entry]) => ({ finding: found, ignore: entry })),
    IMAGE,
    NOW,
  );
}

test('an ignored finding is a statement with the fields that OpenVEX 0.2.0 knows', () => {
  expect(emitted([FOO, ignore()])).toEqual({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://openvex.dev/docs/public/vex-${'a'.repeat(64)}`,
    author: 'ops',
    timestamp: NOW,
    version: 1,
    tooling: 'harden',
    statements: [
      {
        vulnerability: { name: 'CVE-2026-9', aliases: ['GHSA-aaaa'] },
        products: [
          {
            '@id': `pkg:oci/orders@sha256:${'a'.repeat(64)}`,
            subcomponents: [{ '@id': 'pkg:deb/debian/libfoo@1.0?arch=amd64' }],
          },
        ],
        status: 'not_affected',
        impact_statement: 'the parser is never given text from outside',
        status_notes: 'accepted until 2026-12-31 by ops',
      },
    ],
  });
});

test('nothing ignored is no document, as one without statements is none', () => {
  expect(emitted()).toBeUndefined();
});

test('packages that one entry accepted are in one statement, entries are apart', () => {
  const bar = { ...FOO, package: 'libbar', purl: 'pkg:deb/debian/libbar@1.0' };
  const both = emitted([FOO, ignore()], [bar, ignore()], [bar, ignore({ owner: 'dev' })]);
  expect(both?.author).toBe('dev, ops');
  expect(both?.statements.map(({ products }) => products[0]?.subcomponents?.length)).toEqual([
    2, 1,
  ]);
});

test('a finding without a package URL is about the image, or not said at all', () => {
  const { purl: _, ...bare } = FOO;
  const products = [{ '@id': `pkg:oci/orders@sha256:${'a'.repeat(64)}` }];
  expect(emitted([bare, ignore()])?.statements[0]?.products).toEqual(products);
  expect(emitted([bare, ignore({ package: 'libfoo' })])).toBeUndefined();
});

test('read back, it takes the same findings out, of this image alone', () => {
  const bar = { ...FOO, package: 'libbar', purl: 'pkg:deb/debian/libbar@1.0' };
  const text = JSON.stringify(emitted([FOO, ignore({ package: 'libfoo' })]));
  const document = readOpenVex(text, { file: 'ours.json', origin: ORIGIN });
  if (!document.ok) throw new Error(document.diagnostics[0]?.message);
  const policy = policyOf('balanced', { vex: [document.value] });
  const here = evaluate(policy, input([FOO, bar]), '2026-06-15');
  expect(here.suppressed?.map((one) => one.finding)).toEqual([FOO]);
  const image = { ...IMAGE, digest: `sha256:${'b'.repeat(64)}` };
  expect(evaluate(policy, input([FOO], { image }), '2026-06-15').suppressed).toBeUndefined();
});
