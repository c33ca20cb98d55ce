import { describe, expect, test } from 'vitest';
import { hiderOf } from '../../src/diagnostics/hide.ts';

const TOKEN = 'tök3n "q" <7>?>/+ $(id) `id` \\ end~';

const base64 = (text: string) => Buffer.from(text).toString('base64');

const WRITTEN: [how: string, write: (secret: string) => string][] = [
  ['as it is', (secret) => secret],
  ['in base64', base64],
  ['in base64 after one byte', (secret) => base64(`x${secret}`)],
  ['in base64 after two bytes', (secret) => base64(`:x${secret}`)],
  ['in base64 before other bytes', (secret) => base64(`user:${secret}@host`)],
  ['in base64 for URLs', (secret) => Buffer.from(`u:${secret}`).toString('base64url')],
  ['in base64 with a line end', (secret) => base64(`${secret}\n`)],
  ['in hex', (secret) => Buffer.from(secret).toString('hex')],
  ['in hex, in capitals', (secret) => Buffer.from(secret).toString('hex').toUpperCase()],
  ['in a URL', encodeURIComponent],
  ['in a URL, with small letters', (secret) => lowered(encodeURIComponent(secret))],
  ['in a URL, all that is reserved', (secret) => reserved(secret)],
  ['in a form', (secret) => new URLSearchParams({ a: secret }).toString().slice(2)],
  ['in JSON', (secret) => JSON.stringify(secret)],
  ['in JSON of ASCII', (secret) => ascii(JSON.stringify(secret))],
  [
    'in JSON of Go',
    (secret) => JSON.stringify(secret).replace('<', '\\u003c').replaceAll('>', '\\u003e'),
  ],
  [
    'in a path',
    (secret) => encodeURIComponent(secret).replaceAll('%2B', '+').replaceAll('%24', '$'),
  ],
  ['in HTML', (secret) => html(secret)],
  ['in JSON in JSON', (secret) => JSON.stringify(JSON.stringify(secret))],
];

const html = (text: string) => {
  const names: Record<string, string> = { '"': 'quot', '<': 'lt', '>': 'gt' };
  return text.replace(/["<>]/g, (sign) => `&${names[sign]};`);
};
const lowered = (text: string) => text.replace(/%../g, (code) => code.toLowerCase());
const ascii = (text: string) => text.replace(/ö/g, '\\u00f6');
const reserved = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*~]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );

describe('a secret', () => {
  test.each(WRITTEN)('%s', (_how, write) => {
    const shown = hiderOf([TOKEN])(`before ${write(TOKEN)} after`);
    expect(shown).toMatch(/^before .* after$/);
    expect(shown).toContain('***');
    // A byte or two of what is beside it in base64 may stay.
    expect(shown.length).toBeLessThan(40);
  });
});

const PEM = `-----BEGIN PRIVATE KEY-----\r\n${'MIGkAgEBBDC'.repeat(5)}\r\n${'q2Fd9zT1'.repeat(8)}\r\n-----END PRIVATE KEY-----\r\n`;

test('each line of a secret of several is one, and in base64 all of it', () => {
  const hide = hiderOf([PEM]);
  expect(hide(`key ${'q2Fd9zT1'.repeat(8)} of`)).toBe('key *** of');
  const wrapped = base64(PEM).replace(/.{76}/g, '$&\n');
  for (const line of wrapped.split('\n').slice(0, -1)) expect(hide(line)).toBe('***');
  for (const line of base64(PEM).replace(/.{64}/g, '$&\n').split('\n').slice(0, -1)) {
    expect(hide(line)).toBe('***');
  }
  expect(hide(JSON.stringify({ key: PEM }))).not.toContain('q2Fd9zT1');
});

test('so is a word of it that can only be a credential, and the password of a URL', () => {
  const netrc = 'machine git.example login bot password q7Zr9-LmX2_pT4vB\n';
  const hide = hiderOf([netrc, 'https://bot:p%40ss-w0rd@pypi.example/simple']);
  expect(hide('got q7Zr9-LmX2_pT4vB of git.example')).toBe('got *** of git.example');
  expect(hide('got p%40ss-w0rd or p@ss-w0rd of pypi.example')).toBe(
    'got *** or *** of pypi.example',
  );
});

test('a short one is hidden from 4 characters on, in other writing from 8 on', () => {
  expect(hiderOf(['ab1'])('ab1')).toBe('ab1');
  expect(hiderOf(['ab12'])(`ab12 ${base64('ab12')}`)).toBe('*** ***');
  expect(hiderOf(['ab12cd34'])(base64('x:ab12cd34'))).toContain('***');
  expect(hiderOf(['ab12'])(Buffer.from('ab12').toString('hex'))).not.toContain('***');
});

test('many signs that could be written in many ways take no longer', () => {
  const hide = hiderOf([`${'\\'.repeat(200)}"${'\\"'.repeat(200)}end`]);
  expect(hide('\\'.repeat(20_000))).toHaveLength(20_000);
  expect(hide('\\"'.repeat(20_000))).toHaveLength(40_000);
});

test('what only begins or ends as a secret does is shown', () => {
  expect(hiderOf(['abcdefgh'])('abcdefg bcdefgh')).toBe('abcdefg bcdefgh');
  expect(hiderOf([])('anything')).toBe('anything');
});
