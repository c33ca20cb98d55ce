import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inMemory } from '../../src/elf/random-access.ts';
import { goBuildInfo, pythonDistInfo } from '../../src/scan/expected.ts';
import { programWith } from '../../src/self-test/program.ts';

const recorded = readFileSync(new URL('fixtures/go-buildinfo.bin', import.meta.url));

function infoOf(version: string, lines: string[]): Buffer {
  const mark = Buffer.alloc(16, 0xf9);
  const list = Buffer.concat([mark, Buffer.from(`${lines.join('\n')}\n`), mark]);
  const head = Buffer.alloc(32);
  head.write('\xff Go buildinf:', 0, 'latin1');
  head.set([8, 2], 14);
  return Buffer.concat([
    head,
    varint(version.length),
    Buffer.from(version),
    varint(list.length),
    list,
  ]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

function read(section: Buffer) {
  return goBuildInfo(inMemory(programWith('.go.buildinfo', section)));
}

test('reads what Go 1.26 wrote into a stripped binary', async () => {
  expect(await read(recorded)).toEqual({
    goVersion: 'go1.26.8',
    packages: [
      { name: 'stdlib', version: 'v1.26.8', type: 'go' },
      { name: 'example.com/orders', version: '', type: 'go' },
      { name: 'golang.org/x/text', version: 'v0.3.5', type: 'go' },
    ],
  });
});

test('takes the replacement for the module it replaces', async () => {
  const info = await read(
    infoOf('go1.22.1', [
      'path\texample.com/a/cmd',
      'mod\texample.com/a\tv1.2.3\t',
      'dep\texample.com/old\tv1.0.0\th1:x=',
      '=>\texample.com/new\tv1.1.0\th1:y=',
      'dep\texample.com/local\tv0.0.0',
      '=>\t./local\t(devel)\t',
      'build\t-compiler=gc',
    ]),
  );
  expect(info?.packages.map((p) => `${p.name} ${p.version}`)).toEqual([
    'stdlib v1.22.1',
    'example.com/a ',
    'example.com/new v1.1.0',
    './local ',
  ]);
});

test.each([
  ['go1.25.1 X:boringcrypto', 'v1.25.1'],
  ['go1.26.0-X:nodwarf5', 'v1.26.0'],
  ['go1.24rc1', 'v1.24rc1'],
])('reads the standard library of %s as %s', async (version, expected) => {
  const info = await read(infoOf(version, ['path\tx']));
  expect(info?.packages).toEqual([{ name: 'stdlib', version: expected, type: 'go' }]);
});

test('reads a module list of more than 127 bytes, and of more than 16 KiB', async () => {
  const lines = Array.from(
    { length: 600 },
    (_, i) => `dep\texample.com/module-${i}\tv1.0.${i}\th1:x=`,
  );
  const info = await read(infoOf('go1.22.1', lines));
  expect(info?.packages).toHaveLength(601);
});

test.each<[string, Buffer]>([
  ['an empty file', Buffer.alloc(0)],
  ['a script', Buffer.from(`#!/bin/sh\n${'x'.repeat(200)}`)],
  ['an ELF file without the section', programWith('.text', recorded)],
  ['a section with another magic', programWith('.go.buildinfo', Buffer.alloc(200, 1))],
  [
    'a binary of Go before 1.18',
    programWith('.go.buildinfo', Buffer.from(recorded).fill(0, 15, 16)),
  ],
  ['a section that ends early', programWith('.go.buildinfo', recorded.subarray(0, 60))],
  ['a file that ends early', programWith('.go.buildinfo', recorded).subarray(0, 300)],
])('finds no build info in %s', async (_name, file) => {
  expect(await goBuildInfo(inMemory(file))).toBeUndefined();
});

test('reads only the parts it needs of a large file', async () => {
  const file = Buffer.concat([programWith('.go.buildinfo', recorded), Buffer.alloc(1_000_000)]);
  const reads: number[] = [];
  const info = await goBuildInfo({
    size: file.length,
    read(offset, length) {
      reads.push(length);
      return file.subarray(offset, offset + length);
    },
  });
  expect(info?.goVersion).toBe('go1.26.8');
  expect(reads.reduce((sum, n) => sum + n, 0)).toBeLessThan(2000);
});

test('survives any bytes, in the file and in the section', async () => {
  const whole = programWith('.go.buildinfo', recorded);
  const change = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(change, async (changes) => {
      const file = Buffer.from(whole);
      for (const [at, byte] of changes) file[at] = byte;
      const info = await goBuildInfo(inMemory(file));
      expect(info === undefined || info.packages.length > 0).toBe(true);
    }),
    { numRuns: 500 },
  );
});

const METADATA = 'Metadata-Version: 2.1\nName: Jinja2\nVersion: 2.10\n\nName: not-this\n';

test('reads name and version of Python distributions', () => {
  const site = 'app/lib/python3.13/site-packages';
  expect(
    pythonDistInfo([
      { path: `${site}/Jinja2-2.10.dist-info/METADATA`, content: METADATA },
      {
        path: 'zope.interface-6.0.dist-info/METADATA',
        content: 'version: 6.0\r\nname: zope.interface\r\n\r\n',
      },
      { path: `${site}/Jinja2-2.10.dist-info/RECORD`, content: METADATA },
      { path: `${site}/jinja2/METADATA`, content: METADATA },
      { path: `${site}/broken-1.dist-info/METADATA`, content: 'Name: broken\n\nVersion: 1\n' },
      { path: `${site}/empty-1.dist-info/METADATA`, content: '' },
    ]),
  ).toEqual([
    { name: 'Jinja2', version: '2.10', type: 'python' },
    { name: 'zope.interface', version: '6.0', type: 'python' },
  ]);
});
