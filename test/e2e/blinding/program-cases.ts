import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { assembleDebian } from '../../../src/debian/assemble.ts';
import { debianMirrors } from '../../../src/debian/mirrors.ts';
import { layerSource } from '../../../src/oci/layer-source.ts';
import { oldNode } from '../old-node.ts';
import { imageOf, scanned } from './images.ts';
import { fileIn, fileOf, type Layer } from './layout.ts';
import type { Blinding } from './types.ts';

const GO = imageOf('go-api');

/** A Go program with a known hole in golang.org/x/text. */
const vulnerable = () => fileIn(imageOf('vulnerable-go'), 'app/server');

/** The same with the list of its modules made unreadable, as packers do. */
async function packed(program: Promise<Buffer>, mark: string): Promise<Buffer> {
  const bytes = Buffer.from(await program);
  for (let at = bytes.indexOf(mark, 0, 'latin1'); at >= 0; at = bytes.indexOf(mark, at, 'latin1'))
    bytes.fill(0, at, at + mark.length);
  return bytes;
}

/** Its own header, one segment with `UPX!` before what is compressed, and no section at all. */
function compressed(elf: Buffer): Buffer {
  const HEADER = 64;
  const SEGMENT = 56;
  const body = Buffer.concat([Buffer.from('UPX!'), deflateSync(elf)]);
  const head = Buffer.alloc(HEADER + SEGMENT);
  elf.copy(head, 0, 0, HEADER);
  const size = head.length + body.length;
  head.writeBigUInt64LE(0n, 40);
  head.writeUInt16LE(1, 56);
  head.writeUInt32LE(0, 60);
  head.writeBigUInt64LE(BigInt(HEADER), 32);
  head.writeUInt32LE(1, HEADER);
  head.writeUInt32LE(5, HEADER + 4);
  head.writeBigUInt64LE(0x400000n, HEADER + 16);
  head.writeBigUInt64LE(BigInt(size), HEADER + 32);
  head.writeBigUInt64LE(BigInt(size), HEADER + 40);
  return Buffer.concat([head, body]);
}

async function staticC(): Promise<Buffer> {
  const { layer } = await assembleDebian({
    release: 'trixie',
    architecture: 'amd64',
    packages: ['busybox-static'],
    drop: {},
    links: {},
    purpose: 'toolchain',
    mirrors: debianMirrors(),
  });
  const source = layerSource([{ blob: layer }]);
  return fileOf(source, 'usr/bin/busybox');
}

const app = (...entries: Layer['entries']): Layer => ({ kind: 'app', entries });
const program = (body: Uint8Array, name = 'app/tool', mode = 0o755) => ({ name, body, mode });

const nodeByHand = async () => readFile(join(await oldNode(), 'dist/node'));

export const PROGRAMS: Blinding[] = [
  {
    what: 'nothing: a Go program with a known hole',
    code: 1,
    says: 'CVE-2021-38561',
    run: async () => scanned(GO, app(program(await vulnerable()))),
  },
  {
    what: 'its list of modules overwritten, as packers do',
    code: 4,
    says: '/app/tool (a binary that does not say what is linked into it)',
    run: async () => scanned(GO, app(program(await packed(vulnerable(), '\xff Go buildinf:')))),
  },
  {
    what: 'packed: no sections, its code and its modules compressed, as UPX does',
    code: 4,
    says: '/app/tool (a binary that does not say what is linked into it)',
    run: async () => scanned(GO, app(program(compressed(await vulnerable())))),
  },
  {
    what: 'its right to be executed taken away, for a loader to start it',
    code: 4,
    says: 'golang.org/x/text',
    run: async () => scanned(GO, app(program(await vulnerable(), 'app/tool', 0o644))),
  },
  {
    what: 'its name deleted by the next layer, a hard link left',
    code: 4,
    says: 'golang.org/x/text',
    run: async () => {
      const first = program(await vulnerable(), 'app/first');
      const link = { name: 'app/tool', type: '1', link: 'app/first', mode: 0o755 };
      return scanned(GO, app(first, link), app({ name: 'app/.wh.first' }));
    },
  },
  {
    what: 'a whiteout of its name in its own layer, which deletes nothing',
    code: 1,
    says: 'CVE-2021-38561',
    run: async () => scanned(GO, app(program(await vulnerable()), { name: 'app/.wh.tool' })),
  },
  {
    what: 'an opaque marker in its own folder and layer, which deletes nothing',
    code: 1,
    says: 'CVE-2021-38561',
    run: async () => scanned(GO, app({ name: 'app/.wh..wh..opq' }, program(await vulnerable()))),
  },
  {
    what: 'a Rust program without its list of crates',
    code: 4,
    says: '/app/tool (a binary that does not say what is linked into it)',
    run: async () => {
      const rust = packed(fileIn(imageOf('rust-api'), 'app/shortener'), '.dep-v0');
      return scanned(GO, app(program(await rust)));
    },
  },
  {
    what: 'a C program with its libraries in it (busybox-static of Debian), without its package',
    code: 4,
    says: '/app/tool (a binary that does not say what is linked into it)',
    run: async () => scanned(GO, app(program(await staticC()))),
  },
  {
    what: 'Node copied by hand, of an old release',
    code: 1,
    says: 'CVE-2024-22019',
    run: async () => scanned(GO, app(program(await nodeByHand(), 'opt/node/bin/node'))),
  },
];
