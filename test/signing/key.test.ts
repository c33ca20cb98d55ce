import { generateKeyPairSync, type KeyObject, randomBytes, scryptSync, verify } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { expect, test } from 'vitest';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';
import { readSigner } from '../../src/signing/key.ts';
import { attested } from '../../src/statements/attestation.ts';
import { faultTable } from '../fault-table.ts';
import { folder } from '../oci/contents.ts';

const PASSWORD = 'correct horse';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const IMAGE = { name: 'shop', digest: `sha256:${'a'.repeat(64)}` };

/** As cosign writes it; what cosign itself wrote is read in the end-to-end tests. */
function ofCosign(key: KeyObject): string {
  const [salt, nonce] = [randomBytes(32), randomBytes(24)];
  const params = { N: 1024, r: 8, p: 1 };
  const box = xsalsa20poly1305(scryptSync(PASSWORD, salt, 32, params), nonce);
  const json = {
    kdf: { name: 'scrypt', params, salt: salt.toString('base64') },
    cipher: { name: 'nacl/secretbox', nonce: nonce.toString('base64') },
    ciphertext: Buffer.from(box.encrypt(key.export({ type: 'pkcs8', format: 'der' }))).toString(
      'base64',
    ),
  };
  const body = Buffer.from(JSON.stringify(json)).toString('base64');
  return `-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n${body}\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n`;
}

const pem = (key: KeyObject, options = {}) =>
  key.export({ type: 'pkcs8', format: 'pem', ...options }).toString();
const encrypted = { cipher: 'aes-256-cbc', passphrase: PASSWORD };

async function signer(text: string, password?: string) {
  const cwd = await folder();
  await writeFile(join(cwd, 'my.key'), text);
  return readSigner('my.key', {
    cwd,
    env: password === undefined ? {} : { COSIGN_PASSWORD: password },
  });
}

faultTable('Faults of a key', [
  ['a key that is missing', /not there/],
  ['a password that is missing or wrong', /password/],
  ['a file that is no key, or a key of another kind', /is refused/],
]);

test.each([
  ['plain', pem(privateKey), undefined],
  ['of SEC 1', privateKey.export({ type: 'sec1', format: 'pem' }).toString(), undefined],
  ['encrypted', pem(privateKey, encrypted), PASSWORD],
  ["cosign's own", ofCosign(privateKey), PASSWORD],
])(
  'a key that is %s signs statements that its public key verifies',
  async (_what, text, password) => {
    const bill = { name: 'cyclonedx', text: '{"bomFormat":"CycloneDX"}' };
    const signing = await signer(text, password);
    const bundle = JSON.parse(await signing.bundle(Buffer.from(attested(bill, IMAGE))));
    const { payload, payloadType, signatures } = bundle.dsseEnvelope;
    const bytes = Buffer.from(payload, 'base64');
    expect(JSON.parse(bytes.toString())).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'shop', digest: { sha256: 'a'.repeat(64) } }],
      predicateType: 'https://cyclonedx.org/bom',
      predicate: { bomFormat: 'CycloneDX' },
    });
    const signed = Buffer.concat([
      Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${bytes.length} `),
      bytes,
    ]);
    const sig = Buffer.from(signatures[0].sig, 'base64');
    expect(verify('sha256', signed, publicKey, sig)).toBe(true);
    expect(verify('sha256', Buffer.concat([signed, Buffer.from(' ')]), publicKey, sig)).toBe(false);
  },
);

test('a statement is signed as it is', async () => {
  const text = '{"_type": "https://in-toto.io/Statement/v1"}\n';
  const signing = await signer(pem(privateKey));
  const bundle = JSON.parse(
    await signing.bundle(Buffer.from(attested({ name: 'scan', text }, IMAGE))),
  );
  expect(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()).toBe(text);
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;

test.each([
  ['is encrypted, and there is no password', ofCosign(privateKey), undefined],
  ['is encrypted, and there is no password', pem(privateKey, encrypted), undefined],
  ['does not open with the password', ofCosign(privateKey), 'wrong'],
  ['does not open with the password', pem(privateKey, encrypted), ''],
  ['does not open with the password', ofCosign(privateKey).replace('eyJ', 'eyK'), PASSWORD],
  ['holds no private key in PEM', pem(publicKey as KeyObject, { type: 'spki' }), undefined],
  ['holds no private key in PEM', '', undefined],
  ['is no whole key', pem(privateKey).slice(0, 90), undefined],
  ['is a key of type rsa, expected ECDSA on P-256', pem(rsa), undefined],
  ['is a key of type secp384r1, expected', pem(p384), undefined],
])('a key that %s is refused', async (why, text, password) => {
  const thrown = await signer(text, password).catch((cause) => cause);
  expect(thrown).toBeInstanceOf(HardenError);
  expect(thrown.diagnostics).toMatchObject([
    { code: 'sign/bad-key', message: expect.stringContaining(`my.key ${why}`) },
  ]);
});

test('a file that is not there is named', async () => {
  const thrown = await readSigner('no.key', { cwd: await folder(), env: {} }).catch(
    (cause) => cause,
  );
  expect(thrown.diagnostics[0].message).toBe('no.key cannot be read (ENOENT)');
});
