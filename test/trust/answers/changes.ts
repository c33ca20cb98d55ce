import fc from 'fast-check';
import { changes, mutated } from '../documents/mutate.ts';
import type { Amount } from '../section.ts';
import { type Layer, published } from './image.ts';
import type { Wrong } from './section.ts';
import type { Answer, Misbehave } from './servers.ts';
import { send } from './servers.ts';
import { debian, type Mirror } from './talks/debian.ts';
import { beside, byDigest, byTag, platforms, withLogin } from './talks/pull.ts';
import { push } from './talks/push.ts';
import { signing } from './talks/signing.ts';
import { database } from './talks/web.ts';

export const SEED = 20_261_128;
const CHANGED = { full: 1000, short: 30 };

const TALKS = [
  ...[byDigest, byTag, platforms, beside, withLogin('password'), withLogin('identity')],
  ...[push, database, signing],
];
const LAYERS: Layer[] = ['index', 'manifest', 'config', 'referrers'];
const HEADERS = [
  ...['content-length', 'content-type', 'content-encoding', 'location', 'www-authenticate', 'link'],
  ...['docker-content-digest', 'range', 'retry-after', 'etag', 'transfer-encoding', 'oci-subject'],
];
const VALUES = [
  '',
  '0',
  '-1',
  'x',
  '1e9',
  'gzip',
  'chunked',
  'http://127.0.0.1:1/',
  'file:///etc',
  '"',
  '\u0080',
  'Basic',
  '?a',
];

const change = fc.record({
  document: fc.boolean(),
  layer: fc.constantFrom(...LAYERS),
  changes,
  /** From which request on. */
  from: fc.integer({ min: 1, max: 8 }),
  status: fc.option(fc.integer({ min: 200, max: 599 }), { freq: 2 }),
  header: fc.option(fc.tuple(fc.constantFrom(...HEADERS), fc.constantFrom(...VALUES)), { freq: 1 }),
  cut: fc.option(fc.nat({ max: 3000 }), { freq: 2 }),
  bytes: fc.array(fc.tuple(fc.nat({ max: 3000 }), fc.nat({ max: 255 })), { maxLength: 3 }),
});

/** Good answers with something of them changed, the same ones in each run. */
export function* changedAnswers(mirror: Mirror, amount: Amount): Generator<[string, Wrong]> {
  const all = fc.sample(change, { seed: SEED, numRuns: CHANGED[amount] });
  // Debian's mirrors are asked again after a while, and nobody can make it shorter.
  const talks = [...TALKS, ...TALKS, debian(mirror)];
  for (const [index, one] of all.entries()) {
    const talk = talks[index % talks.length] ?? byTag;
    const name = `${talk.name}, case ${index}`;
    if (one.document && [byTag, platforms, beside].includes(talk)) {
      const layer = talk === beside ? 'referrers' : one.layer;
      const image = published(layer, (document) => mutated(document, one.changes));
      yield [name, { talk, image }];
    } else yield [name, { talk, misbehave: changing(one) }];
  }
}

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changing({ from, status, header, cut, bytes, changes: all }: Change): Misbehave {
  return ({ response, count, good }) => {
    if (count < from) return false;
    const copy = Buffer.from(textOf(good, all));
    for (const [at, byte] of bytes) if (copy.length > 0) copy[at % copy.length] = byte;
    const body = cut === null ? copy : copy.subarray(0, cut % (copy.length + 1));
    try {
      const headers = { ...good?.headers, ...(header && { [header[0]]: header[1] }) };
      send(response, { status: status ?? good?.status ?? 200, headers, body });
    } catch {
      // Node does not send all of it.
      response.destroy();
    }
    return true;
  };
}

/** JSON is changed as JSON. */
function textOf(good: Answer | undefined, all: Change['changes']): Uint8Array | string {
  const body = good?.body ?? '{}';
  if (typeof body !== 'string' || !body.startsWith('{')) return body;
  return mutated(JSON.parse(body), all);
}
