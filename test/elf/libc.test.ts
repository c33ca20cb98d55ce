import { expect, test } from 'vitest';
import { isInMusl, libcOf } from '../../src/elf/libc.ts';
import type { ElfFile } from '../../src/elf/types.ts';
import { elf } from './root.ts';

const versionOf = (library: string, version: string) => ({
  requires: [{ library, version, weak: false }],
});

test.each<[string, Partial<ElfFile>]>([
  ['glibc', { interpreter: '/lib64/ld-linux-x86-64.so.2' }],
  ['glibc', { interpreter: '/lib/ld-linux-aarch64.so.1' }],
  ['glibc', { interpreter: '/lib64/ld64.so.2' }],
  ['glibc', { interpreter: '/nix/store/x/lib/ld-linux-x86-64.so.2' }],
  ['glibc', { needed: ['libm.so.6', 'libc.so.6'] }],
  ['glibc', { needed: ['libm.so.6'], ...versionOf('libm.so.6', 'GLIBC_2.29') }],
  ['musl', { interpreter: '/lib/ld-musl-x86_64.so.1' }],
  ['musl', { needed: ['libc.musl-aarch64.so.1'] }],
  ['musl', { needed: ['libc.so'] }],
])('finds %s by %o', (libc, parts) => {
  expect(libcOf(elf(parts))).toBe(libc);
});

test.each<[string, Partial<ElfFile>]>([
  ['nothing', {}],
  ['a library that needs no libc', { needed: ['libz.so.1'] }],
  ['a library for Android', { needed: ['libc.so'], ...versionOf('libc.so', 'LIBC') }],
  ['a program for FreeBSD', { interpreter: '/libexec/ld-elf.so.1', needed: ['libc.so.7'] }],
])('finds none by %s', (_name, parts) => {
  expect(libcOf(elf(parts))).toBeUndefined();
});

test.each([
  ['libc.musl-x86_64.so.1', true],
  ['libpthread.so.0', true],
  ['librt.so.1', true],
  ['libcrypt.so.1', false],
  ['libmagic.so.1', false],
  ['libc++.so.1', false],
])('whether musl itself is %s: %s', (name, expected) => {
  expect(isInMusl(name)).toBe(expected);
});
