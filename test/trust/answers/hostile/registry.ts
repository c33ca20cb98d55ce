import { GOOD, LAYER } from '../image.ts';
import type { Misbehave } from '../servers.ts';
import { at, headed, reply } from './acts.ts';

const zeros = `sha256:${'0'.repeat(64)}`;

/** Wrong in the content, where a registry is read. */
export const READS: Record<string, Misbehave> = {
  'a false Docker-Content-Digest': at(
    /manifests\/1$/,
    headed(() => ({ 'docker-content-digest': zeros })),
  ),
  'a Docker-Content-Digest of nothing': at(
    /manifests\/1$/,
    headed(() => ({ 'docker-content-digest': 'x:y' })),
  ),
  'a manifest of other bytes': at(/manifests\/sha256/, reply({ body: '{"schemaVersion":2}' })),
  'a manifest with a space more': at(/manifests\/sha256/, (asked) =>
    reply({ ...asked.good, body: `${asked.good?.body} ` })(asked),
  ),
  'the index in place of the manifest': at(
    /manifests\/sha256/,
    reply({
      body: GOOD.answers.get('GET /v2/app/manifests/1')?.body ?? '',
    }),
  ),
  'a blob of other bytes': at(/blobs\/sha256/, reply({ body: Buffer.alloc(LAYER.length) })),
  'a blob that is shorter': at(/blobs\/sha256/, reply({ body: LAYER.subarray(0, 9) })),
  'a blob that is longer': at(/blobs\/sha256/, reply({ body: Buffer.concat([LAYER, LAYER]) })),
  'an empty blob': at(/blobs\/sha256/, reply({ body: '' })),
  'a part of a blob': at(
    /blobs\/sha256/,
    reply({
      status: 206,
      headers: { 'content-range': 'bytes 0-3/9999' },
      body: LAYER.subarray(0, 4),
    }),
  ),
};

const pages = (link: string): Misbehave =>
  at(/referrers/, (asked) => {
    const value = link.replace('HOST', asked.places.elsewhere).replace('COUNT', `${asked.count}`);
    headed(() => ({ link: value }))(asked);
  });

/** Lists of referrers in pages that lead nowhere. */
export const PAGES: Record<string, Misbehave> = {
  'a page that is its own next': pages('</v2/app/referrers/x?n=1>; rel="next"'),
  'pages without an end': pages('</v2/app/referrers/x?n=COUNT>; rel="next"'),
  'a next page elsewhere': pages('<HOST/challenge?n=1>; rel="next"'),
  'a next page on a file': pages('<file:///etc/passwd?n>; rel="next"'),
  'a next page of line ends': pages('<?a=%0d%0aHost:x>; rel="next"'),
  'a next page of 8,000 letters': pages(`<?${'a'.repeat(8000)}>; rel="next"`),
  'a link without an end': pages(`<${'<'.repeat(8000)}`),
  'a link of question marks': pages(`<${'?'.repeat(8000)}`),
};

const location = (status: number, to: string, more: Record<string, string> = {}) =>
  at(/^POST .*uploads/, (asked) => {
    const { elsewhere, open } = asked.places;
    const value = to.replace('ELSEWHERE', elsewhere).replace('OPEN', open);
    reply({ status, headers: { location: value, ...more } })(asked);
  });
const range = (value: string) =>
  at(
    /^PATCH /,
    reply({ status: 202, headers: { location: '/v2/app/blobs/uploads/1', range: value } }),
  );
const least = (value: string) =>
  location(202, '/v2/app/blobs/uploads/1', { 'oci-chunk-min-length': value });
const error = (body: string) => at(/^PUT .*manifests/, reply({ status: 400, body }));

/** Wrong in the content, where something is pushed. */
export const WRITES: Record<string, Misbehave> = {
  'an upload elsewhere': location(202, 'ELSEWHERE/upload'),
  'an upload in the open': location(202, 'OPEN/upload'),
  'an upload elsewhere that wants a login': location(202, 'ELSEWHERE/challenge'),
  'an upload elsewhere that wants a password': location(202, 'ELSEWHERE/basic'),
  'an upload in the open that wants a login': location(202, 'OPEN/challenge'),
  'an upload to file:': location(202, 'file:///etc/passwd'),
  'an upload to data:': location(202, 'data:,x'),
  'an upload to no address': location(202, 'http://['),
  'an upload to a port that is closed': location(202, 'http://127.0.0.1:1/x'),
  'an upload to the manifests': location(202, '/v2/app/manifests/1'),
  'an upload with a login in it': location(202, 'http://a:b@127.0.0.1:1/'),
  'an upload to nowhere': at(/^POST /, reply({ status: 202 })),
  'an upload by a redirect': location(307, 'ELSEWHERE/challenge'),
  'a mount that nobody asked for': at(/^POST /, reply({ status: 201 })),
  'pieces elsewhere': at(
    /^PATCH /,
    reply(({ elsewhere }) => ({
      status: 202,
      headers: { location: `${elsewhere}/challenge`, range: '0-23' },
    })),
  ),
  'pieces by a redirect elsewhere': at(
    /^PATCH /,
    reply(({ elsewhere }) => ({
      status: 307,
      headers: { location: `${elsewhere}/challenge` },
    })),
  ),
  'a manifest by a redirect elsewhere': at(
    /^PUT .*manifests/,
    reply(({ elsewhere }) => ({
      status: 307,
      headers: { location: `${elsewhere}/challenge` },
    })),
  ),
  'a piece that is less': range('0-0'),
  'a piece that goes back': range('0-3'),
  'a piece that is more than was sent': range('0-9999'),
  'a piece beyond numbers': range(`0-${'9'.repeat(400)}`),
  'a range that is a word': range('all'),
  'a range of minus': range('-5--1'),
  'pieces of a terabyte at least': least('1000000000000'),
  'pieces of infinity at least': least('Infinity'),
  'pieces of minus one at least': least('-1'),
  'pieces of a word at least': least('many'),
  'a blob that is there and not of this size': at(
    /^HEAD /,
    reply({ headers: { 'content-length': '1' } }),
  ),
  'a blob that is there, of no size': at(/^HEAD /, reply({ headers: { 'content-length': 'x' } })),
  'a manifest that is another': at(/^GET .*manifests/, reply({ body: '{}' })),
  'a manifest that has another digest': at(
    /^PUT .*manifests/,
    reply({
      status: 201,
      headers: { 'docker-content-digest': zeros },
    }),
  ),
  'errors that are null': error('{"errors":null}'),
  'errors that are numbers': error('{"errors":[5]}'),
  'errors in ANSI': error(
    '{"errors":[{"code":"\\u001b[2J","message":"\\u001b]8;;x\\u0007\\n::error::y"}]}',
  ),
  'errors of 1 MB': error(JSON.stringify({ errors: [{ code: 'a'.repeat(1_000_000) }] })),
  'errors of lists': error('{"errors":[{"code":["DENIED"],"message":{"a":1}}]}'),
  'referrers that are null': at(/referrers/, reply({ body: '{"manifests":[null,5,"a",[]]}' })),
  'referrers of another kind': at(/referrers/, reply({ body: '{"manifests":{"length":3}}' })),
  'a list under the tag that is null': at(
    /manifests\/sha256-/,
    reply({ body: '{"manifests":[null]}' }),
  ),
};
