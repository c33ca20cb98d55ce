import { expect, test } from 'vitest';
import { formatLock } from '../../src/lock/format.ts';
import { parseLock } from '../../src/lock/parse.ts';
import { contentFor, debianPackage, digest, lockOf, planOf } from './locks.ts';

const content = {
  ...contentFor(planOf('base: {debian: trixie}')),
  base: '{debian: trixie}',
};

test('what is written is read again, and writes the same bytes', () => {
  const text = formatLock(content);
  const read = parseLock(text, 'hardening.lock');
  expect(read).toMatchObject({ ok: true, value: { lockVersion: 1, base: '{debian: trixie}' } });
  expect(formatLock(lockOf(content))).toBe(text);
  expect(text).toMatch(/^\{\n {2}"lockVersion": 1,\n[\s\S]*\n\}\n$/);
});

test('inputs are found in any order and written in one', () => {
  const reversed = {
    ...content,
    images: content.images.toReversed(),
    debian: content.debian
      .map((one) => ({ ...one, packages: one.packages.toReversed() }))
      .toReversed(),
  };
  expect(formatLock(reversed)).toBe(formatLock(content));
});

test('another version of one package is another line, and another integrity', () => {
  const withVersion = (version: string) => ({
    ...content,
    debian: content.debian.map((one) => ({
      ...one,
      packages: [debianPackage('libc6'), debianPackage('tzdata', version)],
    })),
  });
  const before = formatLock(withVersion('2026a-1')).split('\n');
  const after = formatLock(withVersion('2026b-1')).split('\n');
  const changed = after.filter((line, index) => line !== before[index]);
  expect(changed.map((line) => line.trim().split(' ').slice(0, 3).join(' '))).toEqual([
    expect.stringMatching(/^"integrity": "sha256:/),
    '{ "name": "tzdata",',
  ]);
  expect(after).toHaveLength(before.length);
});

test('apk packages are a line each, and a lock without any reads as it did before', () => {
  const locked = contentFor(planOf('base: {alpine: "3.23"}\nruntime: {packages: [libpq, icu]}'));
  const text = formatLock(locked);
  expect(text).toContain('        { "name": "icu", "version": "1-r0", "checksum": "Q1');
  expect(text.indexOf('"icu"')).toBeLessThan(text.indexOf('"libpq"'));
  expect(lockOf(locked).apk).toMatchObject([{ base: 'docker.io/library/alpine:3.23' }]);
  expect(formatLock({ ...locked, apk: [] })).not.toContain('apk');
  expect(lockOf({ ...locked, apk: [] })).toMatchObject({ apk: [] });
});

test.each([
  ['the platform', { platform: 'linux/arm64' as const }],
  ['the preset', { preset: { name: 'go', digest: digest('e') } }],
  ['what base: auto stands for', { base: 'scratch' }],
  ['a digest', { images: content.images.map((one) => ({ ...one, digest: digest('e') })) }],
  [
    'the day it was locked',
    { images: content.images.map((one) => ({ ...one, locked: '2026-02-01' })) },
  ],
  ['a list', { databases: [] }],
  ['apk packages', { apk: [{ base: 'alpine', request: digest('e'), packages: [] }] }],
])('%s is part of the integrity', (_what, changes) => {
  expect(lockOf({ ...content, ...changes }).integrity).not.toBe(lockOf(content).integrity);
});
