import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inMemory } from '../../src/elf/random-access.ts';
import { rustAuditData } from '../../src/scan/rust-audit.ts';
import { programWith as elfWith } from '../../src/self-test/program.ts';

const packages = [
  { name: 'cc', version: '1.2.3', source: 'crates.io', kind: 'build' },
  { name: 'serde', version: '1.0.229', source: 'crates.io', dependencies: [] },
  { name: 'syn', version: '2.0.119', source: 'registry', kind: 'runtime' },
  { name: 'syn', version: '3.0.10', source: 'git' },
  { name: 'api', version: '0.1.0', source: 'local', root: true, dependencies: [1, 2] },
];

const programWith = (data: unknown) =>
  elfWith('.dep-v0', deflateSync(Buffer.from(JSON.stringify(data))));
const read = (file: Buffer) => rustAuditData(inMemory(file));

test('reads the crates that are linked into a program, but not what only built it', async () => {
  expect(await read(programWith({ packages, format: 1 }))).toEqual([
    { name: 'serde', version: '1.0.229', type: 'rust' },
    { name: 'syn', version: '2.0.119', type: 'rust' },
    { name: 'syn', version: '3.0.10', type: 'rust' },
    { name: 'api', version: '0.1.0', type: 'rust' },
  ]);
});

test('reads a list of a thousand crates', async () => {
  const many = Array.from({ length: 1000 }, (_, i) => ({ name: `crate-${i}`, version: '1.0.0' }));
  expect(await read(programWith({ packages: many }))).toHaveLength(1000);
});

test.each<[string, Buffer]>([
  ['an empty file', Buffer.alloc(0)],
  ['a script', Buffer.from(`#!/bin/sh\n${'x'.repeat(200)}`)],
  ['a program without the section', elfWith('.text', deflateSync('{"packages": []}'))],
  ['a section that is not compressed', elfWith('.dep-v0', Buffer.from('{"packages": []}'))],
  ['a section that ends early', elfWith('.dep-v0', deflateSync('{"packages": []}').subarray(0, 9))],
  ['a section that is no JSON', elfWith('.dep-v0', deflateSync('packages'))],
  ['a section with another list', programWith({ packages: ['serde 1.0.229'] })],
  ['a section that unpacks without end', elfWith('.dep-v0', deflateSync(Buffer.alloc(17 << 20)))],
])('finds no crates in %s', async (_name, file) => {
  expect(await read(file)).toBeUndefined();
});

test('survives any bytes, in the file and in the section', async () => {
  const whole = programWith({ packages });
  const change = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(change, async (changes) => {
      const file = Buffer.from(whole);
      for (const [at, byte] of changes) file[at] = byte;
      const found = await read(file);
      expect(found === undefined || Array.isArray(found)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
