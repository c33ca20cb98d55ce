import type { Misbehave } from '../servers.ts';
import {
  type Act,
  at,
  bomb,
  dripping,
  endless,
  headed,
  raw,
  redirect,
  reply,
  silent,
  stalled,
} from './acts.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
const NUMBERS = [
  ...[100, 101, 102, 103, 201, 202, 203, 204, 205, 206, 226, 300, 304, 305, 306, 399],
  ...[400, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 416, 418, 421, 425],
  ...[426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 507, 511, 520, 599, 600, 799, 999],
];

/** What is wrong before anybody looks at the content. */
const TRANSPORT: Record<string, Act> = {
  ...Object.fromEntries(
    NUMBERS.map((status) => [
      `status ${status}`,
      raw(`HTTP/1.1 ${status} X\r\ncontent-length: 2\r\n\r\n{}`),
    ]),
  ),
  'status 000': raw('HTTP/1.1 000 X\r\ncontent-length: 0\r\n\r\n'),
  'a status of four digits': raw('HTTP/1.1 2000 X\r\n\r\n'),
  'a status that is a word': raw('HTTP/1.1 OK\r\n\r\n'),
  'a status with controls': raw('HTTP/1.1 404 \u001b[2J\u0007\r\ncontent-length: 0\r\n\r\n'),
  'HTTP/0.9': raw('{}'),
  'HTTP/3.7': raw('HTTP/3.7 200 OK\r\n\r\n{}'),
  'another protocol': raw('SSH-2.0-OpenSSH_9.9\r\n'),
  'bytes of no protocol': raw(Buffer.from([0x16, 3, 1, 0, 255, 0, 0, 13, 10])),
  nothing: raw(''),
  'the line alone': raw(OK),
  silence: silent,
  'silence after the headers': stalled,
  'a drip': dripping,
  'two lengths': raw(`${OK}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`),
  'a negative length': raw(`${OK}content-length: -1\r\n\r\n{}`),
  'a length that is a word': raw(`${OK}content-length: many\r\n\r\n{}`),
  'a length beyond numbers': raw(`${OK}content-length: 99999999999999999999999\r\n\r\n{}`),
  'a length in hexadecimal': raw(`${OK}content-length: 0x2\r\n\r\n{}`),
  'a length that is too long': raw(`${OK}content-length: 2000\r\n\r\n{}`),
  'a length that is too short': raw(`${OK}content-length: 1\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n`),
  'a length and chunks': raw(
    `${OK}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
  ),
  'no length': raw(`${OK}\r\n{}`),
  'chunks without an end': raw(`${OK}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`),
  'a chunk of a negative size': raw(`${OK}transfer-encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n`),
  'a chunk of a huge size': raw(`${OK}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}`),
  'a chunk of no size': raw(`${OK}transfer-encoding: chunked\r\n\r\nzz\r\n{}`),
  'a chunk with a long extension': raw(
    `${OK}transfer-encoding: chunked\r\n\r\n2;${'a'.repeat(90_000)}\r\n{}`,
  ),
  'an unknown transfer': raw(`${OK}transfer-encoding: cow\r\n\r\n{}`),
  'an endless body': endless('{"a":"'),
  'an endless body of the right type': endless('{"schemaVersion":2,"layers":[', {
    'content-type': 'application/vnd.oci.image.manifest.v1+json',
  }),
  'a bomb in gzip': bomb('gzip'),
  'a bomb in deflate': bomb('deflate'),
  'a bomb in brotli': bomb('br'),
  'gzip that is none': reply({ headers: { 'content-encoding': 'gzip' }, body: '{}' }),
  'deflate that is none': reply({ headers: { 'content-encoding': 'deflate' }, body: '{}' }),
  'brotli that is none': reply({ headers: { 'content-encoding': 'br' }, body: '{}' }),
  'an encoding that nobody knows': headed(() => ({ 'content-encoding': 'cow' })),
  'fifty encodings': headed(() => ({ 'content-encoding': Array(50).fill('gzip').join(', ') })),
  'a header of 100 KB': raw(`${OK}x: ${'a'.repeat(100_000)}\r\n\r\n{}`),
  '10,000 headers': raw(`${OK}${'a: b\r\n'.repeat(10_000)}\r\n{}`),
  'a header without a name': raw(`${OK}: x\r\n\r\n{}`),
  'a header without a colon': raw(`${OK}nothing\r\n\r\n{}`),
  'a header with zero bytes': raw(`${OK}x: a\0b\r\ncontent-length: 2\r\n\r\n{}`),
  'a folded header': raw(`${OK}x: a\r\n b\r\ncontent-length: 2\r\n\r\n{}`),
  'line ends of one byte': raw('HTTP/1.1 200 OK\ncontent-length: 2\n\n{}'),
  'two answers': raw(`${OK}content-length: 2\r\n\r\n{}${OK}content-length: 2\r\n\r\n{}`),
  'headers that never end': ({ request, response }) => {
    raw(OK, false)({ request, response } as never);
    const timer = setInterval(() => request.socket.write('x: y\r\n'), 40);
    request.socket.on('close', () => clearInterval(timer));
  },
  'a loop of redirects': redirect('/v2/app/manifests/1'),
  'a redirect to itself': (asked) => redirect(asked.request.url ?? '')(asked),
  'a redirect that grows': (asked) => redirect(`${asked.request.url}?a`)(asked),
  'a redirect to nowhere': redirect(''),
  'a redirect without a place': reply({ status: 302 }),
  'a redirect to file:': redirect('file:///etc/passwd'),
  'a redirect to data:': redirect('data:application/json,{"schemaVersion":2}'),
  'a redirect to blob:': redirect('blob:nodedata:1'),
  'a redirect to ftp:': redirect('ftp://127.0.0.1/a'),
  'a redirect to javascript:': redirect('javascript:alert(1)'),
  'a redirect to about:': redirect('about:blank'),
  'a redirect that is no address': redirect('http://['),
  'a redirect to a port that is closed': redirect('http://127.0.0.1:1/latest/meta-data'),
  'a redirect with a login in it': redirect(({ elsewhere }) => elsewhere.replace('//', '//a:b@')),
  'a redirect to another host': redirect(({ elsewhere }) => `${elsewhere}/a`),
  'a redirect by 301': redirect(({ elsewhere }) => `${elsewhere}/a`, 301),
  'a redirect by 303': redirect(({ elsewhere }) => `${elsewhere}/a`, 303),
  'a redirect by 307': redirect(({ elsewhere }) => `${elsewhere}/a`, 307),
  'a redirect by 308': redirect(({ elsewhere }) => `${elsewhere}/a`, 308),
  'a redirect into the open': redirect(({ open }) => `${open}/a`),
  'a redirect by 307 into the open': redirect(({ open }) => `${open}/a`, 307),
  'a redirect to another host that wants a login': redirect(
    ({ elsewhere }) => `${elsewhere}/challenge`,
  ),
  'a redirect to another host that wants a password': redirect(
    ({ elsewhere }) => `${elsewhere}/basic`,
  ),
  'a redirect by 307 to whom wants a login': redirect(
    ({ elsewhere }) => `${elsewhere}/challenge`,
    307,
  ),
  'a wait of a year': reply({ status: 429, headers: { 'retry-after': '31536000' } }),
  'a wait until 9999': reply({
    status: 503,
    headers: { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' },
  }),
  'a wait of minus one': reply({ status: 429, headers: { 'retry-after': '-1' } }),
  'a wait beyond numbers': reply({ status: 429, headers: { 'retry-after': '9'.repeat(400) } }),
  'a wait that is a word': reply({ status: 429, headers: { 'retry-after': 'soon' } }),
  'a page of a login': reply({
    headers: { 'content-type': 'text/html' },
    body: '<html>log in</html>',
  }),
};

export const anywhere = (pattern: RegExp): [string, Misbehave][] =>
  Object.entries(TRANSPORT).map(([name, act]) => [name, at(pattern, act)]);
