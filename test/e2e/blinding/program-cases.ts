import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { oldNode } from '../old-node.ts';
import { imageOf, scanned } from './images.ts';
import { fileIn, type Layer } from './layout.ts';
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
    what: 'Node copied by hand, of an old release',
    code: 1,
    says: 'CVE-2024-22019',
    run: async () => scanned(GO, app(program(await nodeByHand(), 'opt/node/bin/node'))),
  },
];
