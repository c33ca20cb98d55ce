import fc from 'fast-check';
import { fields } from './fields.ts';
import { HEAD } from './head.ts';

/** Lines that may stand in one spec, each with another key. */
const GOOD = [
  'name: team/api',
  'with: {cgo: false}',
  'source: {include: ["**"], exclude: [docs]}',
  'toolchain: {debian: trixie, packages: [golang-go]}',
  'build:\n  env: {GOFLAGS: -v}',
  'base: {debian: bookworm, packages: [libpq5]}',
  'base: scratch',
  'base: {distroless: static}',
  'platforms: [linux/arm64, linux/amd64]',
  'network: {proxy: "http://proxy.example:3128"}',
  'scan: {scanners: [trivy], maxDatabaseAge: 72h}',
  'debian: {mirror: "http://mirror.example/debian"}',
  'policy: {preset: strict, vulnerabilities: {critical: 0}, size: 50MB, packages: 40}',
  'publish: {to: [ghcr.io/acme/shop:1.4.0]}',
  'smoke: [{http: {path: /healthz, status: 200}}]',
  'services: {db: {image: "redis:7", port: 6379, env: {A: b}}}',
  'runtime:\n  user: "1000"\n  ports: [8080]\n  env: {LOG: debug}',
  'runtime: {writable: [/data], labels: {a.b: c}, stopSignal: SIGINT, memory: 64MB}',
  'runtime: {healthcheck: {http: ":8080/h"}, timezone: Europe/Berlin, locale: de_DE.UTF-8}',
];
const SIGNS = [
  ...[': ', ':', '\n', '\n  ', '- ', '[', ']', '{', '}', ', ', '"', "'", '|\n', '>-\n', '#', '? '],
  ...[
    '&a ',
    '*a',
    '!!str ',
    '!x ',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '\t',
    '\r\n',
    '\r',
    '<<: *a\n',
  ],
  ...[
    '__proto__: ',
    'constructor: ',
    '0x1f',
    '1e999',
    '.nan',
    '~',
    '\0',
    '\u202e',
    '\ufeff',
    '\u001b[2J',
  ],
];

/** A spec of good lines and of some that are not, in any order, to which something was done. */
export const generated: fc.Arbitrary<string | Uint8Array> = fc
  .record({
    good: fc.subarray(GOOD, { maxLength: 5 }),
    bad: fc.subarray([...fields().map(([line]) => line)], { maxLength: 1 }),
    isBad: fc.nat({ max: 2 }),
    order: fc.nat({ max: 1000 }),
    damage: fc.array(damage(), { maxLength: 2 }),
    end: fc.constantFrom('\n', '\r\n', '\n\n', '\r'),
  })
  .map(({ good, bad, isBad, order, damage: done, end }) => {
    const lines = [...HEAD.trim().split('\n'), ...good, ...(isBad === 0 ? bad : [])];
    const turned = [...lines.slice(order % lines.length), ...lines.slice(0, order % lines.length)];
    const text = `${turned.join('\n')}\n`.replaceAll('\n', end);
    return done.reduce<string | Uint8Array>((spec, one) => one(spec), text);
  });

type Damage = (spec: string | Uint8Array) => string | Uint8Array;

function damage(): fc.Arbitrary<Damage> {
  const place = fc.nat({ max: 0xffff });
  const onText =
    (work: (text: string, at: number) => string) =>
    (at: number): Damage =>
    (spec) =>
      typeof spec === 'string' ? work(spec, at % (spec.length + 1)) : spec;
  return fc.oneof(
    fc
      .tuple(place, fc.constantFrom(...SIGNS))
      .map(([at, sign]) =>
        onText((text, where) => text.slice(0, where) + sign + text.slice(where))(at),
      ),
    fc
      .tuple(place, fc.nat({ max: 12 }))
      .map(([at, length]) =>
        onText((text, where) => text.slice(0, where) + text.slice(where + length))(at),
      ),
    place.map(onText((text, where) => text.slice(0, where))),
    place.map(onText((text, where) => text + text.slice(where))),
    fc.tuple(place, fc.nat({ max: 255 })).map(
      ([at, byte]): Damage =>
        (spec) => {
          const bytes = Buffer.from(spec);
          if (bytes.length > 0) bytes[at % bytes.length] = byte;
          return bytes;
        },
    ),
    fc.constant<Damage>((spec) => (typeof spec === 'string' ? Buffer.from(spec, 'utf16le') : spec)),
  );
}
