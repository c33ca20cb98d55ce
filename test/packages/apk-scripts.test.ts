import { gunzipSync, gzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import { isApkScripts, timelessScripts } from '../../src/packages/apk-scripts.ts';
import { makeTar } from '../debian/make-deb.ts';

const ITEMS = [
  { name: 'libpq-16.4-r0.Q1abc=.post-install', mode: 0o755, body: '#!/bin/sh\n'.repeat(80) },
  { name: 'libpq-16.4-r0.Q1abc=.trigger', mode: 0o755, body: '#!/bin/sh\n' },
];
const archive = (time: string) =>
  makeTar(ITEMS.map((item) => ({ ...item, mtime: new Date(time) })));

test('scripts of two days are the same, and can be read', async () => {
  const [one, other] = [await archive('2026-01-01'), await archive('2026-01-02')];
  expect(one.equals(other)).toBe(false);
  expect(timelessScripts(one)).toEqual(timelessScripts(other));
  const packed = timelessScripts(gzipSync(one));
  expect(packed).toEqual(timelessScripts(gzipSync(other)));
  expect(gunzipSync(packed)).toEqual(timelessScripts(one));
  const reader = extract();
  reader.end(timelessScripts(one));
  const names: string[] = [];
  for await (const entry of reader) {
    expect(entry.header.mtime?.getTime()).toBe(0);
    names.push(entry.header.name);
    entry.resume();
  }
  expect(names).toEqual(ITEMS.map(({ name }) => name));
});

test('what is no whole archive stays as far as it goes', () => {
  expect(timelessScripts(Buffer.alloc(0))).toEqual(Buffer.alloc(0));
  expect(timelessScripts(Buffer.from('abc'))).toEqual(Buffer.from('abc'));
});

test('only apk keeps scripts there', () => {
  expect(['lib/apk/db/scripts.tar', 'usr/lib/apk/db/scripts.tar.gz'].every(isApkScripts)).toBe(
    true,
  );
  expect(['lib/apk/db/installed', 'home/lib/apk/db/scripts.tar'].some(isApkScripts)).toBe(false);
});
