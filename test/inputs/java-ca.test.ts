import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keyStoreOf } from '../../src/debian/java-keystore.ts';
import { javaCa } from '../../src/inputs/java-ca.ts';
import { folder } from '../oci/contents.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nAAEC\n-----END CERTIFICATE-----\n';

test('a bundle is made into a store once, and named by what is in it', async () => {
  const dir = await folder();
  const bundle = join(dir, 'ca.pem');
  await writeFile(bundle, PEM);
  const file = javaCa(bundle, dir) ?? '';
  expect(await readFile(file)).toEqual(keyStoreOf(PEM));
  expect(javaCa(bundle, dir)).toBe(file);
  await writeFile(bundle, PEM + PEM);
  expect(javaCa(bundle, dir)).not.toBe(file);
  expect(await readdir(join(dir, 'java-ca'))).toHaveLength(2);
});

test('a bundle that is not there is told by who uses it', async () => {
  expect(javaCa('/nowhere/ca.pem', await folder())).toBeUndefined();
});
