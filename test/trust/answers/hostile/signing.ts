import type { Misbehave } from '../servers.ts';
import { at, reply } from './acts.ts';

const PLACES: [string, RegExp][] = [
  ['the token of a job', /\/job$/],
  ['a certificate', /signingCert$/],
  ['an entry of the log', /entries$/],
];

const pem = (text: string) =>
  JSON.stringify({ signedCertificateEmbeddedSct: { chain: { certificates: [text] } } });
const entry = (more: object) =>
  JSON.stringify({
    aa: {
      ...{ body: Buffer.from('{"kind":"dsse","apiVersion":"0.0.1"}').toString('base64') },
      ...{ integratedTime: 1, logID: 'aa', logIndex: 1 },
      verification: { signedEntryTimestamp: 'eA==' },
      ...more,
    },
  });
const base64 = (text: string) => Buffer.from(text).toString('base64');

const BODIES: Record<string, string> = {
  ...{
    null: 'null',
    nothing: '',
    'a number': '5',
    'a list': '[]',
    'an object': '{}',
    'no JSON': '<html>',
  },
  ...{ 'nested lists': `{"value":${'['.repeat(10_000)}${']'.repeat(10_000)}}` },
  ...{
    'a value that is a number': '{"value":5}',
    'a value of line ends': '{"value":"a\\r\\nb.c.d"}',
  },
  ...{ __proto__: '{"__proto__":{"value":"a"}}', 'two entries': '{"a":{},"b":{}}' },
  ...{
    'no certificate': pem('x'),
    'an empty certificate': pem(''),
    'a certificate of dashes': pem('-'.repeat(900_000)),
  },
  ...{ 'half a certificate': pem('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----') },
  ...{ 'no certificates': '{"signedCertificateEmbeddedSct":{"chain":{"certificates":[]}}}' },
  ...{ 'a body that is no JSON': entry({ body: base64('<html>') }) },
  ...{
    'a body that is null': entry({ body: base64('null') }),
    'a body of no kind': entry({ body: base64('{}') }),
  },
  ...{ 'an empty body': entry({ body: '' }), 'a body of lists': entry({ body: base64('[]') }) },
  ...{
    'a time that is huge': entry({ integratedTime: 1e300 }),
    'an odd id': entry({ logID: 'a' }),
  },
  ...{
    'a proof that is none': entry({
      verification: { signedEntryTimestamp: '', inclusionProof: {} },
    }),
  },
};

/** Wrong in the content, where services are asked that sign. */
export const SIGNING: [string, Misbehave][] = PLACES.flatMap(([place, pattern]) =>
  Object.entries(BODIES).map(([name, body]): [string, Misbehave] => [
    `${place}: ${name}`,
    at(pattern, reply({ body })),
  ]),
);
