import { expect, test } from 'vitest';
import { authorityFiles } from '../../src/settings/ca.ts';
import { collect } from '../oci/contents.ts';
import { filesOf } from './files.ts';

const origin = { file: 'hardening.yaml', line: 5, column: 1, length: 1 };
const PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const CA = {
  file: 'certs/company.pem',
  certificates: [{ subject: '', sha256: '', pem: PEM }],
  origin,
};
const LOCAL = 'usr/local/share/ca-certificates/company.crt';
const BUNDLE = 'etc/ssl/certs/ca-certificates.crt';

async function written(files: ReturnType<typeof filesOf>, texts: [string, string][]) {
  const all = authorityFiles(CA, files, new Map(texts));
  const bodies = await Promise.all(
    all.map(({ body }) => collect(body ?? (async function* () {})())),
  );
  return Object.fromEntries(all.map(({ entry }, index) => [entry.path, String(bodies[index])]));
}

test('it is added to the bundle, once', async () => {
  const files = filesOf({ path: BUNDLE, type: 'file' });
  expect(await written(files, [[BUNDLE, 'others']])).toEqual({
    [BUNDLE]: `others\n${PEM}`,
    [LOCAL]: PEM,
  });
  expect(await written(files, [[BUNDLE, `others\n${PEM}`]])).toMatchObject({
    [BUNDLE]: `others\n${PEM}`,
  });
});

test('where nothing is trusted it alone is', async () => {
  expect(await written(filesOf(), [])).toEqual({ [BUNDLE]: PEM, [LOCAL]: PEM });
});

test('a bundle behind a link is that of the link, and another one gets it too', async () => {
  const other = 'etc/pki/tls/certs/ca-bundle.crt';
  const files = filesOf(
    { path: 'etc/ssl/cert.pem', type: 'symlink', target: 'certs/ca-certificates.crt' },
    { path: other, type: 'file' },
  );
  expect(await written(files, [[other, 'others\n']])).toEqual({
    [BUNDLE]: `others\n${PEM}`,
    [other]: `others\n${PEM}`,
    [LOCAL]: PEM,
  });
});
