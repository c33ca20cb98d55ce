import { published } from '../image.ts';
import type { Wrong } from '../section.ts';
import type { Misbehave } from '../servers.ts';
import type { Talk } from '../talk.ts';
import { debian, type Mirror } from '../talks/debian.ts';
import { beside, byDigest, byTag, platforms, withLogin } from '../talks/pull.ts';
import { push } from '../talks/push.ts';
import { signing } from '../talks/signing.ts';
import { database } from '../talks/web.ts';
import { debianAnswers } from './debian.ts';
import { documents } from './documents.ts';
import { LOGINS } from './login.ts';
import { PAGES, READS, WRITES } from './registry.ts';
import { SIGNING } from './signing.ts';
import { anywhere } from './transport.ts';

const password = withLogin('password');
const identity = withLogin('identity');

/** Where in each talk a wrong answer comes, one after the other. */
const STEPS: [Talk, RegExp][] = [
  [byDigest, /manifests/],
  [byDigest, /blobs/],
  [byTag, /manifests\/1$/],
  [beside, /referrers/],
  [password, /\/token$/],
  [identity, /\/token$/],
  [push, /^POST \/v2/],
  [push, /^PATCH/],
  [push, /^PUT .*manifests/],
  [database, /latest\.json$/],
  [database, /\.zst$/],
  [signing, /\/job$/],
  [signing, /signingCert$/],
  [signing, /entries$/],
];

/** Each wrong answer that is written down, by a name. */
export function* written(mirror: Mirror): Generator<[string, Wrong]> {
  const fromMirror = debian(mirror);
  for (const [talk, step] of STEPS) {
    for (const [name, misbehave] of anywhere(step)) {
      yield [`${talk.name}, ${step}: ${name}`, { talk, misbehave }];
    }
  }
  for (const talk of [byDigest, byTag]) yield* named(talk, Object.entries(READS));
  yield* named(beside, Object.entries(PAGES));
  for (const talk of [password, identity]) yield* named(talk, LOGINS);
  yield* named(push, Object.entries(WRITES));
  yield* named(fromMirror, Object.entries(debianAnswers(mirror)));
  yield* named(signing, SIGNING);
  for (const [name, layer, rewrite] of documents()) {
    const image = published(layer, rewrite);
    const talks =
      layer === 'referrers' ? [beside] : layer === 'index' ? [byTag, platforms] : [byTag];
    for (const talk of talks) yield [`${talk.name}: ${name}`, { talk, image }];
  }
}

function* named(talk: Talk, all: [string, Misbehave][]): Generator<[string, Wrong]> {
  for (const [name, misbehave] of all) yield [`${talk.name}: ${name}`, { talk, misbehave }];
}
