import { expect, test } from 'vitest';
import { certificatesOf } from '../../src/preset/certificates.ts';
import { selfSigned } from '../certificate.ts';

const one = selfSigned();
const other = selfSigned();
const subjects = (text: string) => {
  const read = certificatesOf(text, 'ca.pem');
  return read.ok ? read.value.map(({ subject }) => subject) : read.diagnostics;
};

test('certificates are read once each, whatever stands between them', () => {
  const text = `Company root\r\n${one.cert.replaceAll('\n', '\r\n')}\n# old\n${other.cert}${one.cert}`;
  expect(subjects(text)).toEqual(['CN=harden test', 'CN=harden test']);
});

test.each([
  ['nothing', '', 1, 'ca.pem holds no certificate'],
  ['words', 'hello\n', 1, 'ca.pem holds no certificate'],
  [
    'a key after a certificate',
    one.cert + one.key,
    one.cert.split('\n').length,
    'this is a private key, which must not ship',
  ],
  [
    'a request',
    one.cert.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST'),
    1,
    'this is a CERTIFICATE REQUEST, expected a CERTIFICATE',
  ],
  ['one without an end', one.cert.replace(/-----END.*/, ''), 1, 'this certificate has no END line'],
  [
    'one that was cut',
    `\n${one.cert.replace(/\n.{64}/, '')}`,
    2,
    'this certificate cannot be read',
  ],
  [
    'one of a server',
    selfSigned({ issuer: 'Some CA' }).cert,
    1,
    'CN=harden test is no authority: nothing that it signs is trusted',
  ],
])('%s is a mistake at its line', (_what, text, line, message) => {
  expect(subjects(text)).toMatchObject([
    { code: 'runtime/bad-certificate', message, span: { file: 'ca.pem', line } },
  ]);
});
