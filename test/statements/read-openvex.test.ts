import { expect, test } from 'vitest';
import { readOpenVex } from '../../src/statements/read-openvex.ts';

const ORIGIN = { file: 'hardening.yaml', line: 5, column: 9, length: 4 };
const STATEMENT = {
  vulnerability: { name: 'CVE-2026-9', aliases: ['GHSA-aaaa'] },
  products: [
    {
      '@id': 'pkg:oci/orders',
      identifiers: { purl: 'pkg:oci/orders@sha256%3Aaa' },
      hashes: { 'sha-256': 'aa' },
      subcomponents: [{ '@id': 'pkg:deb/debian/libfoo' }],
    },
  ],
  status: 'not_affected',
  justification: 'component_not_present',
};
const DOCUMENT = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://example.com/vex/1',
  author: 'Security',
  timestamp: '2026-06-01T02:00:00+02:00',
  version: 1,
  statements: [STATEMENT],
};

function read(value: unknown) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return readOpenVex(text, { file: 'our.openvex.json', origin: ORIGIN });
}

test('reads products by every identifier, and takes the time of the document', () => {
  expect(read(DOCUMENT)).toMatchObject({
    ok: true,
    value: {
      id: 'https://example.com/vex/1',
      author: 'Security',
      statements: [
        {
          names: ['CVE-2026-9', 'GHSA-aaaa'],
          products: [
            {
              ids: ['pkg:oci/orders', 'pkg:oci/orders@sha256%3Aaa', 'sha256:aa'],
              parts: [['pkg:deb/debian/libfoo']],
            },
          ],
          timestamp: '2026-06-01T00:00:00.000Z',
          justification: 'component_not_present',
        },
      ],
    },
  });
});

function changed(rest: object) {
  return { ...DOCUMENT, statements: [{ ...STATEMENT, ...rest }] };
}

test.each<[string, unknown, string]>([
  ['a word', 'no', 'not complete JSON'],
  ['half a document', JSON.stringify(DOCUMENT).slice(0, 80), 'not complete JSON'],
  ['a list', [], 'at its top level'],
  ['another version', { ...DOCUMENT, '@context': 'https://openvex.dev/ns' }, 'at @context'],
  ['another format', { bomFormat: 'CycloneDX', specVersion: '1.6' }, 'at @context'],
  ['no author', { ...DOCUMENT, author: '' }, 'at author'],
  ['no time', { ...DOCUMENT, timestamp: 'yesterday' }, 'at timestamp'],
  ['no statements', { ...DOCUMENT, statements: [] }, 'at statements'],
  ['no products', changed({ products: undefined }), 'at statements.0.products'],
  ['another status', changed({ status: 'ignored' }), 'at statements.0.status'],
  ['another reason', changed({ justification: 'because' }), 'at statements.0.justification'],
  ['no reason', changed({ justification: undefined }), 'needs a justification'],
])('%s is refused at the line that names the file', (_name, value, says) => {
  expect(read(value)).toMatchObject({
    ok: false,
    diagnostics: [
      {
        code: 'policy/bad-vex',
        message: expect.stringContaining(says),
        span: ORIGIN,
        hint: expect.any(String),
      },
    ],
  });
});

test('a file that is not there', () => {
  expect(readOpenVex(undefined, { file: 'x.json', origin: ORIGIN })).toMatchObject({
    diagnostics: [{ code: 'policy/bad-vex', message: 'there is no file x.json of at most 1 MiB' }],
  });
});
