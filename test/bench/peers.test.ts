import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { added } from '../../scripts/bench/examples.mjs';
import { transferred } from '../../scripts/bench/peers/buildkit.mjs';
import { separable } from '../../scripts/bench/peers/dagger.mjs';
import { asHarden } from '../../scripts/bench/peers/ko.mjs';
import { scanned } from '../../scripts/bench/peers/scanned.mjs';
import { peersOf } from '../../scripts/bench/peers.mjs';
import { ROOT } from '../program.ts';

test('every peer has an id of its own, and harden always takes part', () => {
  const ids = peersOf([]).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(peersOf(['dagger']).map(({ id }) => id)).toEqual(['harden', 'dagger']);
  expect(() => peersOf(['docker'])).toThrow('no peer is called docker, expected some of harden,');
});

test('bytes that BuildKit transferred are the last that it tells of each transfer', () => {
  const log = [
    '#1 transferring dockerfile: 3.20kB done',
    '#4 transferring context: 100B 0.1s',
    '#4 transferring context: 2.5MB 0.2s done',
    '#7 0.1 transferring nothing: 7kB',
    '#9 transferring context: 12B done',
  ].join('\n');
  expect(transferred(log)).toBe(3200 + 2_500_000 + 12);
  expect(transferred('')).toBe(0);
});

describe('an ejected program without what earlier builds left', () => {
  test('has steps and volumes of its own', () => {
    const golden = join(ROOT, 'test/eject/golden/go-api.build.txt');
    const text = separable(readFileSync(golden, 'utf8'));
    expect(text).toContain(
      ".withWorkdir('/src').withEnvVariable('BENCH_FRESH', process.env['BENCH_FRESH'] ?? '');",
    );
    expect(text).not.toMatch(/cacheVolume\('/);
    expect(text).toContain(
      "client.cacheVolume((process.env['BENCH_FRESH'] ?? '') + 'go-api-go-mod')",
    );
  });

  test('is refused where it is of another form', () => {
    expect(() => separable('await connect();')).toThrow('starts in no folder /src');
  });
});

test('the image of ko is seen as that of harden', () => {
  const entry = { type: 'file', mode: 0o555, uid: 0, gid: 0, target: '', content: 'aa' };
  const folder = { ...entry, type: 'directory', mode: 0o755, content: '' };
  const files = new Map([
    ['etc/passwd', entry],
    ['ko-app', folder],
    ['ko-app/inventory', entry],
  ]);
  const seen = asHarden(files, { ko: { path: 'ko-app/inventory' }, program: 'app/server' });
  expect([...seen.keys()].toSorted()).toEqual(['app', 'app/server', 'etc/passwd']);
  expect(seen.get('app/server')).toEqual({ ...entry, mode: 0o755 });
  expect(asHarden(new Map(), { ko: { path: 'x' }, program: 'app/server' }).size).toBe(0);
  const link = { ...entry, type: 'symlink', target: '/run' };
  const expected = new Map([['var/run', link]]);
  const example = { ko: { path: 'ko-app/inventory' }, program: 'app/server' };
  expect(asHarden(files, example, expected).get('var/run')).toEqual(link);
});

test('a scan comes after the build, on its image, and fails where there are findings', () => {
  const peer = scanned({
    ...{ id: 'x', title: 'X', does: 'build' },
    prepare: async () => ({}),
    commands: () => [{ program: 'x', args: [] }],
    image: () => '/out/image',
  });
  const own = { output: '/out', scan: { trivy: 'trivy', cache: '/cache' } };
  const [first, second] = peer.commands(own, {});
  expect(first.program).toBe('x');
  expect(second.program).toBe('trivy');
  expect(second.args.join(' ')).toMatch(/--input \/out\/image .*--exit-code 1 .*--skip-db-update/);
  expect(peer).toMatchObject({ id: 'x-trivy', title: 'X + Trivy', does: 'build, scan' });
});

test('additions go to the end of files, and new ones are made', () => {
  const additions = [
    { file: 'main.go', text: 'var x = "UNIQUE"\n' },
    { file: 'new.go', text: 'package main\n' },
  ];
  expect(added(additions, { 'main.go': 'package main\n' }, 'a-1')).toEqual({
    'main.go': 'package main\nvar x = "a-1"\n',
    'new.go': 'package main\n',
  });
});
