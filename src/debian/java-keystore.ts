import { createHash } from 'node:crypto';
import type { Content } from '../oci/types.ts';
import { textFile } from './text-file.ts';

/** Where OpenJDK of Debian looks for certificate authorities: its `lib/security/cacerts` ends there. */
export const KEY_STORE = 'etc/ssl/certs/java/cacerts';
/** The package whose maintainer script makes it. */
export const KEY_STORE_PACKAGE = 'ca-certificates-java';

const PEM = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g;
const MAGIC = 0xfeedfeed;
const VERSION = 2;
const TRUSTED = 2;
/** The store holds no secret: its password is the one that every Java knows, and guards nothing. */
const PASSWORD = 'changeit';
const SALT = 'Mighty Aphrodite';

/**
 * Certificates in Java's own format, as it reads no PEM: the same certificates give the same bytes,
 * without keytool and without a date.
 */
export function keyStoreOf(pem: string): Buffer {
  const certificates = [...pem.matchAll(PEM)].map(([, body = '']) => Buffer.from(body, 'base64'));
  const store = Buffer.concat([
    int(MAGIC),
    int(VERSION),
    int(certificates.length),
    ...certificates.flatMap((der, index) => [
      int(TRUSTED),
      text(`ca-${String(index + 1).padStart(4, '0')}`),
      Buffer.alloc(8),
      text('X.509'),
      int(der.length),
      der,
    ]),
  ]);
  return Buffer.concat([store, digestOf(store)]);
}

/** The store as a file of an image. */
export function keyStoreFile(pem: string): Content {
  return textFile(KEY_STORE, keyStoreOf(pem));
}

function digestOf(store: Buffer): Buffer {
  const password = Buffer.from(PASSWORD, 'utf16le').swap16();
  return createHash('sha1').update(password).update(SALT).update(store).digest();
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** As DataOutput.writeUTF, of ASCII. */
function text(value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([length, Buffer.from(value, 'ascii')]);
}
