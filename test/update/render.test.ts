import { expect, test } from 'vitest';
import { renderUpdate } from '../../src/update/render.ts';
import type { UpdateReport } from '../../src/update/types.ts';
import { finding, report } from './reports.ts';

const FROM = `sha256:${'a'.repeat(64)}`;
const TO = `sha256:${'b'.repeat(64)}`;
const NO_PACKAGES = { added: [], removed: [], changed: [] };
const SIZE = { compressed: 1e6, uncompressed: 2e6 };

function base(changes: Partial<NonNullable<UpdateReport['base']>>): UpdateReport['base'] & object {
  return {
    packages: NO_PACKAGES,
    findings: { fixed: [], new: [], remaining: [] },
    size: { before: SIZE, after: SIZE },
    ...changes,
  };
}

function lines(changes: Partial<UpdateReport>, width = 100): string[] {
  return renderUpdate(report(changes), width).trimEnd().split('\n');
}

test('one line when nothing changes', () => {
  expect(renderUpdate(report(), 80)).toBe('Nothing changed: hardening.lock is up to date.\n');
});

test('one line when nothing changes that matters', () => {
  const databases = [{ ref: 'db:2', from: FROM, to: TO, updatedAt: '2026-02-01T06:00:00Z' }];
  const images = [{ ref: 'base:1', use: 'base', from: FROM, to: TO, size: { from: 1, to: 1 } }];
  expect(renderUpdate(report({ matters: false, databases, images }), 40)).toBe(
    'Nothing that matters changed, only newer advisories and a base that was built anew with the same packages: hardening.lock stays as it is.\n',
  );
});

test.each<[string, Partial<UpdateReport>, string[]]>([
  [
    'an image that moved',
    { images: [{ ref: 'base:1', use: 'base', from: FROM, to: TO, size: { from: 2e6, to: 15e5 } }] },
    ['base      base:1', '          sha256:aaaaaaaaaaaa -> sha256:bbbbbbbbbbbb, 2.0 MB -> 1.5 MB'],
  ],
  [
    'an image that is new',
    { images: [{ ref: 'go:2', use: 'toolchain', to: TO, size: { from: 0, to: 1e3 } }] },
    ['toolchain go:2', '          nothing -> sha256:bbbbbbbbbbbb, 0 B -> 1.0 kB'],
  ],
  [
    'an image that is gone',
    { images: [{ ref: 'go:2', use: 'toolchain', from: FROM, size: { from: 1e3, to: 0 } }] },
    ['toolchain go:2', '          sha256:aaaaaaaaaaaa -> nothing, 1.0 kB -> 0 B'],
  ],
  [
    'the database',
    { databases: [{ ref: 'db:2', from: FROM, to: TO, updatedAt: '2026-02-01T06:00:00Z' }] },
    ['database  db:2 is of 2026-02-01'],
  ],
  ['another wish', { asked: true }, ['spec      asks for the same packages in another way']],
  ['the preset', { preset: { name: 'go', from: FROM, to: TO } }, ['preset    go was changed']],
  [
    'packages of Debian',
    {
      debian: {
        added: [{ name: 'libpq5', version: '17' }],
        removed: [{ name: 'bash', version: '5' }],
        changed: [{ name: 'libc6', from: '1', to: '2' }],
      },
    },
    ['Debian    libc6 1 -> 2', 'Debian    libpq5 17 comes', 'Debian    bash 5 goes'],
  ],
  [
    'packages of apk',
    {
      apk: {
        added: [{ name: 'libpq', version: '16-r0' }],
        removed: [{ name: 'tzdata', version: '1-r0' }],
        changed: [
          { name: 'zlib', from: '1-r0', to: '1-r1' },
          { name: 'icu', from: '2-r0', to: '2-r0' },
        ],
      },
    },
    [
      'apk       zlib 1-r0 -> 1-r1',
      'apk       icu 2-r0 was built anew',
      'apk       libpq 16-r0 comes',
      'apk       tzdata 1-r0 goes',
    ],
  ],
  [
    'the base',
    {
      base: base({
        packages: { ...NO_PACKAGES, changed: [{ name: 'libssl3', from: '3.5.1', to: '3.5.2' }] },
        findings: {
          fixed: [finding('CVE-2026-1', { severity: 'critical' })],
          new: [finding('CVE-2026-2', { severity: 'low', version: '3.5.2' })],
          remaining: [finding('CVE-2026-3'), finding('CVE-2026-4')],
        },
        size: { before: SIZE, after: { compressed: 1e6, uncompressed: 25e5 } },
      }),
    },
    [
      'base      libssl3 3.5.1 -> 3.5.2',
      'base      2.0 MB -> 2.5 MB',
      'findings  1 fixed, 1 new, 2 remain',
      '          fixed critical CVE-2026-1 in libssl3 3.5.1',
      '          new   low CVE-2026-2 in libssl3 3.5.2',
    ],
  ],
  [
    'a base that is gone',
    { notCompared: 'base@sha256:a is not there' },
    ['base      could not be compared: base@sha256:a is not there'],
  ],
])('%s', (_what, changes, expected) => {
  expect(lines(changes)).toEqual(expected);
});

test('a narrow terminal breaks lines below their text', () => {
  const changes = { notCompared: 'the registry does not have the old image any more' };
  expect(lines(changes, 40)).toEqual([
    'base      could not be compared: the',
    '          registry does not have the old',
    '          image any more',
  ]);
});

test('what a base holds cannot write to the terminal', () => {
  const added = [{ name: 'evil\u001b[2J', version: '1\n2' }];
  const text = renderUpdate(report({ base: base({ packages: { ...NO_PACKAGES, added } }) }), 80);
  expect(text).toContain('evil\\u{1b}[2J 1\\u{a}2 comes\n');
});
