import type { Misbehave, Places } from '../servers.ts';
import { type Act, at, endless, raw, redirect, reply } from './acts.ts';

const bearer = (places: Places, rest = '') =>
  `Bearer realm="${places.url}/token",service="registry"${rest}`;

/** Challenges that are hostile, or none. */
const CHALLENGES: Record<string, string | ((places: Places) => string)> = {
  none: '',
  'a scheme that nobody knows': 'Negotiate abc',
  Digest: 'Digest realm="x",nonce="y"',
  'no realm': 'Bearer service="registry"',
  'an empty realm': 'Bearer realm=""',
  'a realm that is no address': 'Bearer realm="http://["',
  'a relative realm': 'Bearer realm="/token"',
  'file:': 'Bearer realm="file:///etc/passwd"',
  'data:': 'Bearer realm="data:application/json,%7B%22token%22:%22a%22%7D"',
  'javascript:': 'Bearer realm="javascript:alert(1)"',
  'blob:': 'Bearer realm="blob:nodedata:1"',
  'a host in the open': ({ open }) => `Bearer realm="${open}/token",service="x"`,
  'a host in the open, with a password': ({ open }) =>
    `Bearer realm="${open.replace('//', '//a:b@')}/token"`,
  'a host in the open, looking like this one': ({ open, host }) =>
    `Bearer realm="${open}/token?a=${host}"`,
  'a host in the open behind a login in the address': ({ open, host }) =>
    `Bearer realm="http://${host.replace(':', '%3A')}@${open.slice('http://'.length)}/token"`,
  'a port that is closed': 'Bearer realm="http://127.0.0.1:1/token"',
  'metadata of a cloud': 'Bearer realm="http://127.0.0.1:1/latest/meta-data/"',
  'itself again and again': (places) => `Bearer realm="${places.url}/v2/app/manifests/1"`,
  'quotes without an end': (places) => `Bearer realm="${places.url}/token`,
  'quotes in quotes': (places) => `Bearer realm="${places.url}/token\\"",service="\\""`,
  'two realms': ({ open, url }) => `Bearer realm="${url}/token",realm="${open}/token"`,
  'two realms, the other way round': ({ open, url }) =>
    `Bearer realm="${open}/token",realm="${url}/token"`,
  'two schemes': (places) => `Basic realm="x", ${bearer(places)}`,
  'a scope of another repository': (places) =>
    bearer(places, ',scope="repository:other:push,delete"'),
  'a scope of line ends': (places) => bearer(places, ',scope="a%0d%0ab"'),
  'a scope of 8,000 letters': (places) => bearer(places, `,scope="${'a'.repeat(8000)}"`),
  '8,000 letters that are no parameter': `Bearer ${'a'.repeat(8000)}`,
  '8,000 commas': `Bearer ${','.repeat(8000)}`,
  '2,000 parameters': `Bearer ${'a="b",'.repeat(2000)}`,
  __proto__: (places) => bearer(places, ',__proto__="x",constructor="y"'),
  controls: (places) => bearer(places, ',error="\u0080\u009b2J"'),
  'Basic, with no name stored that fits': 'Basic realm="x"',
};

/** What the token service answers. */
const TOKENS: Record<string, Act> = {
  'no token': reply({ body: '{}' }),
  null: reply({ body: 'null' }),
  'a list': reply({ body: '[]' }),
  'a number': reply({ body: '5' }),
  'half of it': reply({ body: '{"token":"' }),
  'a token that is a number': reply({ body: '{"token":5}' }),
  'a token that is a list': reply({ body: '{"token":["a"]}' }),
  'an empty token': reply({ body: '{"token":""}' }),
  'a token with a line end': reply({ body: '{"token":"a\\nb"}' }),
  'a token that adds a header': reply({ body: '{"token":"a\\r\\nx-evil: b"}' }),
  'a token with a zero byte': reply({ body: '{"token":"a\\u0000b"}' }),
  'a token of other letters': reply({ body: '{"token":"\u{1f600}\u0416"}' }),
  'a token of 1 MB': reply({ body: JSON.stringify({ token: 'a'.repeat(1_000_000) }) }),
  'a token that nobody takes': reply({ body: '{"token":"other"}' }),
  'nested lists': reply({ body: `{"token":${'['.repeat(10_000)}${']'.repeat(10_000)}}` }),
  __proto__: reply({ body: '{"__proto__":{"token":"a\\nb"}}' }),
  'no JSON': reply({ body: '<html>' }),
  'an endless body': endless('{"token":"'),
  'another endless body': endless('{"a":1}'),
  'a challenge': reply({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }),
  'a refusal': reply({ status: 403, body: '{"errors":[{"code":"\\u001b[2J","message":5}]}' }),
  'another place': redirect(({ elsewhere }) => `${elsewhere}/token`),
  'another place by 301': redirect(({ elsewhere }) => `${elsewhere}/token`, 301),
  'another place by 307': redirect(({ elsewhere }) => `${elsewhere}/token`, 307),
  'another place by 308': redirect(({ elsewhere }) => `${elsewhere}/token`, 308),
  'the open by 307': redirect(({ open }) => `${open}/token`, 307),
  itself: redirect(({ url }) => `${url}/token`),
  'itself by 307': redirect(({ url }) => `${url}/token`, 307),
  'file:': redirect('file:///etc/passwd'),
  nothing: raw(''),
  'no HTTP': raw('SSH-2.0-x\r\n'),
};

/** Only who has not logged in yet is asked to. */
function challenge(text: string | ((places: Places) => string)): Misbehave {
  return at(/^GET \/v2\//, ({ response, places }) => {
    const value = typeof text === 'string' ? text : text(places);
    // As bytes: what Node itself would refuse to send is sent too.
    response.writeHead(401, value === '' ? {} : { 'www-authenticate': value }).end();
  });
}

export const LOGINS: [string, Misbehave][] = [
  ...Object.entries(CHALLENGES).map(([name, text]): [string, Misbehave] => [
    `a challenge: ${name}`,
    challenge(text),
  ]),
  ...Object.entries(TOKENS).map(([name, act]): [string, Misbehave] => [
    `a token: ${name}`,
    at(/\/token$/, act),
  ]),
];
