import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyStoreOf } from '../../src/debian/java-keystore.ts';

const pem = (...bodies: string[]) =>
  bodies
    .map((body) => {
      const text = Buffer.from(body).toString('base64');
      return `# ${body}\n-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
    })
    .join('');

test('each certificate is an entry without a date, in the order of the bundle', () => {
  const store = keyStoreOf(pem('first', 'second'));
  expect(store.readUInt32BE(0)).toBe(0xfeedfeed);
  expect(store.readUInt32BE(4)).toBe(2);
  expect(store.readUInt32BE(8)).toBe(2);
  expect(store.subarray(12, -20).toString('latin1')).toBe(
    ['1', '2']
      .map((number, index) => {
        const der = ['first', 'second'][index] ?? '';
        const length = String.fromCharCode(der.length);
        return `\0\0\0\x02\0\x07ca-000${number}${'\0'.repeat(8)}\0\x05X.509\0\0\0${length}${der}`;
      })
      .join(''),
  );
});

test('it ends with the digest that every Java checks with its well-known password', () => {
  const store = keyStoreOf(pem('first'));
  const password = Buffer.from([...'changeit'].flatMap((letter) => [0, letter.charCodeAt(0)]));
  const hash = createHash('sha1').update(password).update('Mighty Aphrodite');
  expect(store.subarray(-20)).toEqual(hash.update(store.subarray(0, -20)).digest());
});

test('a bundle without certificates gives a store without entries', () => {
  expect(keyStoreOf('')).toHaveLength(32);
});
