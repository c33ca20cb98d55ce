import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { follow, rooted } from '../../src/inspect/root.ts';
import type { ImageFile } from '../../src/inspect/types.ts';

/** What `follow` reads of files, from links by path; all else is a plain file. */
function filesOf(links: Record<string, string>): Map<string, ImageFile> {
  return new Map(
    Object.entries(links).map(([path, target]) => [
      path,
      { path, type: target === '' ? 'file' : 'symlink', target } as ImageFile,
    ]),
  );
}

const FILES = filesOf({
  'app/current': '../opt/app/v2/bin',
  'opt/app/v2/bin/run': '',
  'opt/app/v2/lib/libx.so': '',
  'app/lib/libx.so': '',
  lib: 'usr/lib',
  high: '../../../etc',
  loop: 'pool',
  pool: 'loop',
  up: 'lib/..',
});

describe('follow', () => {
  it.each([
    ['/app/current/run', 'opt/app/v2/bin/run'],
    ['/app/current/../lib/libx.so', 'opt/app/v2/lib/libx.so'],
    ['/app/current/../../v2/lib/libx.so', 'opt/app/v2/lib/libx.so'],
    ['/lib/../share', 'usr/share'],
    ['/up/share', 'usr/share'],
    ['/app/./lib//libx.so/', 'app/lib/libx.so'],
    ['/app/lib/../lib/libx.so', 'app/lib/libx.so'],
  ])('takes %s to %s: a `..` counts after the links before it', (path, place) => {
    expect(follow(FILES, path, true)).toBe(place);
  });

  it.each([
    ['/../../etc/passwd', 'etc/passwd'],
    ['/app/current/../../../../../../etc', 'etc'],
    ['/high/passwd', 'etc/passwd'],
    ['..', ''],
    ['/', ''],
  ])('stays in the root with %s', (path, place) => {
    expect(follow(FILES, path, true)).toBe(place);
  });

  it('leaves the last link alone unless asked, and only the last', () => {
    expect(follow(FILES, '/app/current', false)).toBe('app/current');
    expect(follow(FILES, '/app/current/..', false)).toBe('opt/app/v2');
  });

  it('leads nowhere in a circle', () => {
    expect(follow(FILES, '/loop/../etc', true)).toBeUndefined();
  });

  it('never leaves the root, whatever the links', () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'b', 'c');
    const path = fc.array(part, { maxLength: 8 }).map((parts) => parts.join('/'));
    const links = fc.dictionary(fc.constantFrom('a', 'b', 'a/b', 'a/c', 'b/a'), path);
    fc.assert(
      fc.property(links, path, (targets, from) => {
        const place = follow(filesOf(targets), from, true);
        expect(place?.split('/') ?? []).not.toContain('..');
        expect(place ?? '').not.toMatch(/^\/|\/$/);
      }),
    );
  });
});

describe('rooted', () => {
  it.each([
    ['./app/../etc/x', 'etc/x'],
    ['../../etc/x', 'etc/x'],
    ['/abs/', 'abs'],
    ['./', ''],
  ])('makes %s the name %s, without a look at links', (name, path) => {
    expect(rooted(name)).toBe(path);
  });
});
