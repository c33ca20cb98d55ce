import type { Layer, Rewrite } from '../image.ts';

const big = (key: string, count: number, one: string) =>
  `{"${key}":[${Array(count).fill(one).join()}]}`;
const DEEP = 10_000;
const nested = `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`;
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

/** Whole texts in place of a document. */
const TEXTS: Record<string, string | Uint8Array> = {
  ...{
    nothing: '',
    null: 'null',
    'a number': '5',
    'a text': '"a"',
    'a list': '[]',
    'an object': '{}',
  },
  ...{ 'half of it': '{"schemaVersion":2,', 'two of them': '{}{}', 'a comment': '/**/{}' },
  'bytes of no text': Buffer.from([0xff, 0xfe, 0, 0x7b]),
  'another encoding': Buffer.from('\ufeff{"schemaVersion":2}', 'utf16le'),
  'nested lists': nested,
  'nested lists in it': `{"schemaVersion":2,"config":{},"layers":${nested},"manifests":${nested}}`,
  'nested objects': `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
  'a number of 100,000 digits': `{"schemaVersion":${'9'.repeat(100_000)}}`,
  __proto__: '{"schemaVersion":2,"__proto__":{"config":{},"layers":[],"manifests":[]}}',
  constructor: '{"schemaVersion":2,"constructor":{"prototype":{"layers":[]}}}',
  'a key twice': '{"schemaVersion":1,"schemaVersion":2,"layers":[],"layers":null}',
  '5 MB': JSON.stringify({ schemaVersion: 2, a: 'a'.repeat(5_000_000) }),
  'ANSI and line ends': '{"schemaVersion":"\\u001b[2J\\n::error::x"}',
};

/** A value at a place of a document. */
type Place = [layer: Layer, path: (string | number)[]];

const VALUES: Record<string, unknown> = {
  ...{ null: null, 'a number': 5, 'a text': 'text', 'a list': [], 'an object': {}, true: true },
  ...{
    'a list of null': [null],
    'a list of lists': [[[]]],
    'a huge number': 1e300,
    'minus one': -1,
  },
};

const PLACES: Place[] = [
  ['index', ['manifests']],
  ['index', ['manifests', 0]],
  ['index', ['manifests', 0, 'digest']],
  ['index', ['manifests', 0, 'platform']],
  ['index', ['mediaType']],
  ['index', ['schemaVersion']],
  ['manifest', ['config']],
  ['manifest', ['config', 'digest']],
  ['manifest', ['config', 'size']],
  ['manifest', ['layers']],
  ['manifest', ['layers', 0]],
  ['manifest', ['layers', 0, 'digest']],
  ['manifest', ['layers', 0, 'size']],
  ['manifest', ['layers', 0, 'mediaType']],
  ['manifest', ['layers', 0, 'annotations']],
  ['manifest', ['mediaType']],
  ['config', ['rootfs']],
  ['config', ['rootfs', 'diff_ids']],
  ['config', ['rootfs', 'diff_ids', 0]],
  ['config', ['config']],
  ['config', ['config', 'Env']],
  ['config', ['config', 'Labels']],
  ['config', ['history']],
  ['config', ['history', 0]],
  ['config', ['os']],
  ['config', ['architecture']],
  ['referrers', ['manifests']],
  ['referrers', ['manifests', 0]],
  ['referrers', ['manifests', 0, 'digest']],
  ['referrers', ['manifests', 0, 'artifactType']],
];

/** Digests that are none, or lead elsewhere. */
const DIGESTS = [
  ...[`md5:${'0'.repeat(32)}`, `sha512:${'0'.repeat(128)}`, 'sha256:', `SHA256:${'0'.repeat(64)}`],
  ...[
    'sha256:../../../../etc/passwd',
    '../../other/manifests/1',
    `${digest('0')}/../x`,
    ' ',
    'a\nb',
  ],
  ...[
    `${digest('0')}\u0000`,
    `${digest('0')}\n`,
    digest('0'),
    '\u001b[2J',
    '::error::x',
    'x'.repeat(100_000),
  ],
];
const SIZES = [-1, 0, 0.5, Number.MAX_SAFE_INTEGER, 1e308, '105', [105]];
const TYPES = [
  '',
  'text/html',
  '\u001b[2J',
  'application/vnd.docker.distribution.manifest.v1+json',
  'a'.repeat(100_000),
];

/** Documents that are not what they should be, by what is wrong with them. */
export function* documents(): Generator<[string, Layer, Rewrite]> {
  for (const layer of ['index', 'manifest', 'config', 'referrers'] as const) {
    for (const [name, text] of Object.entries(TEXTS))
      yield [`${layer}: ${name}`, layer, () => text];
  }
  for (const [layer, path] of PLACES) {
    for (const [name, value] of Object.entries(VALUES)) {
      yield [`${layer}: ${path.join('.')} is ${name}`, layer, (one) => put(one, path, value)];
    }
  }
  const special: [Layer, (string | number)[], readonly unknown[]][] = [
    ['index', ['manifests', 0, 'digest'], DIGESTS],
    ['manifest', ['config', 'digest'], DIGESTS],
    ['manifest', ['layers', 0, 'digest'], DIGESTS],
    ['referrers', ['manifests', 0, 'digest'], DIGESTS],
    ['config', ['rootfs', 'diff_ids', 0], DIGESTS],
    ['manifest', ['layers', 0, 'size'], SIZES],
    ['manifest', ['config', 'size'], SIZES],
    ['index', ['mediaType'], TYPES],
    ['manifest', ['mediaType'], TYPES],
    ['manifest', ['layers', 0, 'mediaType'], TYPES],
  ];
  for (const [layer, path, values] of special) {
    for (const value of values) {
      const shown = JSON.stringify(value).slice(0, 40);
      yield [`${layer}: ${path.join('.')} is ${shown}`, layer, (one) => put(one, path, value)];
    }
  }
  yield ['index: 100,000 entries', 'index', () => big('manifests', 100_000, '{}')];
  yield ['manifest: an index', 'manifest', () => big('manifests', 1, '{}')];
  yield ['index: 40,000 platforms', 'index', (one) => many(one, 40_000)];
  yield ['referrers: 40,000 of them', 'referrers', (one) => many(one, 40_000)];
  yield [
    'manifest: 20,000 layers',
    'manifest',
    (one) => put(one, ['layers'], Array(20_000).fill({})),
  ];
  yield ['manifest: the layer 10,000 times', 'manifest', twice(10_000)];
  yield [
    'config: 100,000 lines of history',
    'config',
    (one) => put(one, ['history'], Array(100_000).fill({})),
  ];
}

const twice = (times: number) => (one: Record<string, unknown>) =>
  put(one, ['layers'], Array(times).fill((one['layers'] as unknown[])[0]));

function many(document: Record<string, unknown>, count: number): string {
  const entry = (i: number) => ({
    digest: digest('0'),
    size: 1,
    platform: { os: 'linux', architecture: `a${i}` },
  });
  return put(
    document,
    ['manifests'],
    Array.from({ length: count }, (_, i) => entry(i)),
  );
}

function put(document: Record<string, unknown>, path: (string | number)[], value: unknown): string {
  const copy = structuredClone(document) as Record<string | number, unknown>;
  let holder = copy;
  for (const key of path.slice(0, -1)) holder = holder[key] as typeof copy;
  holder[path.at(-1) ?? ''] = value;
  return JSON.stringify(copy);
}
