import { expect, test } from 'vitest';
import { differentConfig, differentFiles } from '../../src/eject/differences.ts';
import { fileSet } from '../../src/eject/file-set.ts';
import { dir, layoutOf, link } from '../inspect/layers.ts';
import type { RawEntry } from '../oci/raw-tar.ts';

const { signal } = new AbortController();
const text = (name: string, body: string, more: Partial<RawEntry> = {}): RawEntry => ({
  name,
  body,
  mode: 0o644,
  ...more,
});
const OWN = [dir('app'), text('app/a', 'one'), link('app/b', 'a'), text('app/c', 'see')];
const differences = async (...layers: RawEntry[][]) =>
  differentFiles(
    await fileSet(await layoutOf(OWN), signal),
    await fileSet(await layoutOf(...layers), signal),
  );

test('the same files in other layers, and under second names, are the same', async () => {
  expect(await differences(OWN)).toEqual([]);
  expect(await differences([dir('app'), text('app/a', 'old')], OWN)).toEqual([]);
  const twice = [dir('app'), text('app/a', 'one'), link('app/b', 'a')];
  expect(await differences(twice, [text('app/c', 'see')])).toEqual([]);
});

test('each difference is named', async () => {
  const other = [
    dir('app'),
    text('app/a', 'two', { mode: 0o755, uid: 7 }),
    link('app/b', '/etc'),
    dir('app/c'),
    text('more', ''),
  ];
  expect((await differences(other)).map((line) => line.replace(/[0-9a-f]{64}/g, '<hex>'))).toEqual([
    '/app/a: has mode 0755, expected 0644',
    '/app/a: is of 7:0, expected 0:0',
    '/app/a: has other content: sha256 <hex>, expected <hex>',
    '/app/b: leads to /etc, expected a',
    '/app/c: is a directory, expected a file',
    "/more: is there, and harden's image has no such file",
  ]);
  expect(await differences([dir('app')])).toContain(
    "/app/a: is missing, harden's image has it as a file",
  );
});

test('a second name of a file has its bytes', async () => {
  const linked = [dir('app'), text('app/a', 'one'), { name: 'app/x', type: '1', link: 'app/a' }];
  const copied = [dir('app'), text('app/a', 'one'), text('app/x', 'one')];
  const sets = [
    await fileSet(await layoutOf(linked), signal),
    await fileSet(await layoutOf(copied), signal),
  ];
  expect(differentFiles(sets[0] ?? new Map(), sets[1] ?? new Map())).toEqual([]);
});

test('how an image starts counts; labels of a base do not', () => {
  const own = { User: '1', Entrypoint: ['/a'], Env: ['A=1', 'B=2'], Labels: { x: '1' } };
  const other = { ...own, Env: ['B=2', 'A=1'], Labels: { x: '1', base: 'y' } };
  expect(differentConfig(own, other)).toEqual([]);
  expect(differentConfig(own, { ...other, User: '0', Labels: {} })).toEqual([
    'config: user is "0", expected "1"',
    'config: label x is "", expected "1"',
  ]);
});
