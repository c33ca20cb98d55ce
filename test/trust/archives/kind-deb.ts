import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { openDeb } from '../../../src/debian/deb.ts';
import { unpack } from '../../../src/debian/unpack.ts';
import { writeLayer } from '../../../src/oci/layer.ts';
import type { Content, Entry } from '../../../src/oci/types.ts';
import { controlOf, makeAr } from '../../debian/make-deb.ts';
import { type RawEntry, rawTar } from '../../oci/raw-tar.ts';
import { entryEscapes } from './escapes.ts';
import type { Kind } from './kind.ts';
import { LAYERS } from './layers.ts';
import { type Found, unlikeOwn } from './own-deb.ts';

const FILES: RawEntry[] = [
  { name: './', type: '5', mode: 0o755 },
  { name: './opt/', type: '5', mode: 0o755 },
  { name: './opt/a', body: 'some text\n' },
  { name: './opt/program', body: 'x'.repeat(700), mode: 0o755 },
  { name: './opt/again', type: '1', link: './opt/a' },
  { name: './opt/link', type: '2', link: '../opt/a' },
  { name: './bin/tool', body: 'y', mode: 0o4755 },
  { name: './opt/b', pax: { path: `./opt/${'long'.repeat(40)}` }, body: 'z' },
];

const REQUEST = {
  architecture: 'amd64' as const,
  links: {},
  packages: ['one'],
  purpose: 'addition' as const,
};

/** Unpacked to a layer, as for a base; what is in it is held against another reading of the package. */
export function packages(): Kind {
  const members = (data: Buffer, name = 'data.tar') =>
    makeAr([
      ['debian-binary', Buffer.from('2.0\n')],
      ['control.tar', rawTar([{ name: 'control', body: controlOf({ name: 'one' }) }])],
      [name, data],
    ]);
  return {
    name: '.deb',
    kept: 'another reader finds the same entries with the same bytes, and none leads out or gives rights',
    good: [
      {
        name: 'a package',
        bytes: members(gzipSync(rawTar(FILES)), 'data.tar.gz'),
      },
      {
        name: 'a package that is not compressed',
        bytes: members(rawTar(FILES)),
      },
    ],
    hostile: [
      ...LAYERS.map(([name, entries]) => ({ name, bytes: members(rawTar(entries)) })),
      {
        name: '30 MB of zeros',
        bytes: members(gzipSync(rawTar([{ name: 'a', body: Buffer.alloc(3e7) }])), 'data.tar.gz'),
      },
      { name: 'no members', bytes: Buffer.from('!<arch>\n') },
      {
        name: 'a member that is longer than the file',
        bytes: Buffer.from(`!<arch>\n${'debian-binary'.padEnd(48)}9999999999\`\n`),
      },
      {
        name: 'members that compress in another way',
        bytes: members(Buffer.from('x'), 'data.tar.zst'),
      },
    ],
    async read(path, work) {
      await mkdir(work, { recursive: true });
      try {
        const found: Found[] = [];
        await writeLayer(noted(unpack([{ name: 'one', file: path }], REQUEST), found), work);
        return entryEscapes(found.map(({ entry }) => entry)) ?? (await unlikeOwn(path, found));
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
    takenOut: 'the checks of names and kinds',
    async naive(path) {
      const deb = await openDeb(path, 'one');
      const found: Entry[] = [];
      for await (const { header } of deb.data()) {
        const { name, type, mode = 0, uid = 0, gid = 0, linkname } = header;
        const kind = (type === 'link' ? 'hardlink' : type) as Entry['type'];
        const target = linkname ? { target: linkname } : {};
        found.push({ path: name, type: kind, mode, uid, gid, size: 0, ...target });
      }
      return entryEscapes(found);
    },
  };
}

/** What goes by, with the digests of the bytes. */
async function* noted(contents: AsyncIterable<Content>, found: Found[]): AsyncGenerator<Content> {
  for await (const { entry, body } of contents) {
    const hash = createHash('sha256');
    if (body) yield { entry, body: hashed(body, hash) };
    else yield { entry };
    found.push({ entry, digest: body ? hash.digest('hex') : '' });
  }
}

async function* hashed(
  body: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): unknown },
) {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}
