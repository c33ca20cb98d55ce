import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate for an IPv4 address that signs itself, and its key, both as PEM; `until` in days from now. */
export function selfSigned({ issuer = 'harden test', host = '127.0.0.1', until = 1 } = {}): {
  cert: string;
  key: string;
} {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(ECDSA_WITH_SHA256);
  const name = commonName('harden test');
  const day = 86_400_000;
  const validity = sequence(time(Date.now() - 2 * day), time(Date.now() + until * day));
  const address = sequence(element(0x87, Buffer.from(host.split('.').map(Number))));
  const extension = sequence(SUBJECT_ALT_NAME, element(0x04, address));
  const content = sequence(
    element(0xa0, integer(2)),
    integer(1),
    algorithm,
    commonName(issuer),
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(extension)),
  );
  const signature = element(0x03, Buffer.of(0), sign('sha256', content, privateKey));
  return {
    cert: pem('CERTIFICATE', sequence(content, algorithm, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const ECDSA_WITH_SHA256 = oid('2a8648ce3d040302');
const COMMON_NAME = oid('550403');
const SUBJECT_ALT_NAME = oid('551d11');

function commonName(name: string): Buffer {
  return sequence(set(sequence(COMMON_NAME, element(0x0c, Buffer.from(name)))));
}

function element(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const long = body.length > 255 ? [0x82, body.length >> 8] : [0x81];
  return Buffer.concat([
    Buffer.from([tag, ...(body.length > 127 ? long : []), body.length & 255]),
    body,
  ]);
}

function sequence(...parts: Buffer[]): Buffer {
  return element(0x30, ...parts);
}

function set(...parts: Buffer[]): Buffer {
  return element(0x31, ...parts);
}

function oid(hex: string): Buffer {
  return element(0x06, Buffer.from(hex, 'hex'));
}

function integer(value: number): Buffer {
  return element(0x02, Buffer.of(value));
}

/** UTCTime: `YYMMDDhhmmssZ`. */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, '');
  return element(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
