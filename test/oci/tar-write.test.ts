import { execFileSync, spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { streamSource } from '../../src/oci/byte-source.ts';
import { readTar } from '../../src/oci/tar-read.ts';
import { writeTar } from '../../src/oci/tar-write.ts';
import type { Entry } from '../../src/oci/types.ts';
import { chunked, collect, contents } from './contents.ts';

const LONG = `${'a'.repeat(60)}/${'b'.repeat(60)}/${'c'.repeat(60)}/file.txt`;
const VERY_LONG = `${'deep/'.repeat(60)}${'n'.repeat(120)}`;

const TREE = [
  { path: 'app' },
  { path: 'app/run', text: '#!', mode: 0o755 },
  { path: 'app/empty', text: '' },
  { path: 'app/link', type: 'symlink', mode: 0o777, target: '../etc/hosts' },
  { path: 'app/same', type: 'hardlink', target: 'app/run', mode: 0o755 },
  { path: 'app/far', type: 'symlink', mode: 0o777, target: `/${VERY_LONG}` },
  { path: LONG, text: 'long' },
  { path: VERY_LONG, text: 'very long' },
  { path: 'naïve/日本語.txt', text: 'unicode' },
  { path: 'big-owner', text: 'x', uid: 3_000_000, gid: 4_000_000 },
] satisfies Parameters<typeof contents>;

const hasTar = spawnSync('tar', ['--version']).status === 0;

describe('writeTar', () => {
  it('has no time, no names and no more than it needs in a header', async () => {
    const tar = await collect(writeTar(contents({ path: 'a', text: 'b' })));
    expect(tar.length).toBe(512 + 512 + 1024);
    expect(tar.toString('latin1', 0, 345).replaceAll('\0', '.')).toMatchInlineSnapshot(
      `"a...................................................................................................0000644.0000000.0000000.00000000001.00000000000.007337. 0....................................................................................................ustar.00................................................................0000000.0000000."`,
    );
  });

  it('is read by tar-stream as it was written', async () => {
    const read: Record<string, string> = {};
    const tar = extract();
    Readable.from(writeTar(contents(...TREE))).pipe(tar);
    for await (const entry of tar) {
      const { name, type, linkname, uid, gid, mtime } = entry.header;
      expect(mtime?.getTime()).toBe(0);
      const body = (await collect(entry as AsyncIterable<Uint8Array>)).toString();
      read[name] = [type, linkname ?? body, uid, gid].join(' ');
    }
    expect(read).toEqual({
      'app/': 'directory  0 0',
      'app/run': 'file #! 0 0',
      'app/empty': 'file  0 0',
      'app/link': 'symlink ../etc/hosts 0 0',
      'app/same': 'link app/run 0 0',
      'app/far': `symlink /${VERY_LONG} 0 0`,
      [LONG]: 'file long 0 0',
      [VERY_LONG]: 'file very long 0 0',
      'naïve/日本語.txt': 'file unicode 0 0',
      // tar-stream does not read owners out of pax headers; the tar of the system does, below.
      'big-owner': 'file x 0 0',
    });
  });

  it.runIf(hasTar)('is read by the tar of the system', async () => {
    const tar = await collect(writeTar(contents(...TREE)));
    const listed = execFileSync(
      'tar',
      ['-tvf', '-', '--numeric-owner', '--quoting-style=literal'],
      {
        input: tar,
        env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    ).toString();
    const names = listed
      .trim()
      .split('\n')
      .map((line) => line.replace(/^.*? \d\d:\d\d /, ''));
    expect(names).toContain(LONG);
    expect(names).toContain(VERY_LONG);
    expect(names).toContain('naïve/日本語.txt');
    expect(names).toContain('app/link -> ../etc/hosts');
    expect(listed).toMatch(/3000000\/4000000 .* 1970-01-01 00:00 big-owner/);
  });

  it('fails when a body is not as long as was announced', async () => {
    const tree = contents({ path: 'a', text: 'four', size: 5 });
    await expect(collect(writeTar(tree))).rejects.toThrow('a: 4 bytes read, 5 were announced');
  });

  it('is read by readTar as it was written, whatever the names', async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 130 })
      .map((text) => text.replace(/[/\p{C}]/gu, '_').replace(/^\.+$/, 'dots'));
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const entry = fc.record({ path, text: fc.string(), uid: fc.nat(), mode: fc.nat(0o7777) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 5 }),
        fc.integer({ min: 1, max: 999 }),
        async (tree, step) => {
          const tar = await collect(writeTar(contents(...tree)));
          const read: Partial<Entry>[] = [];
          for await (const found of readTar(streamSource(chunked(tar, step)), 'test')) {
            read.push({ path: found.path, uid: found.uid, mode: found.mode, size: found.size });
          }
          const written = tree.map(({ text, ...rest }) => ({
            ...rest,
            size: Buffer.byteLength(text),
          }));
          expect(read).toEqual(written);
        },
      ),
      { numRuns: 60 },
    );
  });
});
