import { open } from 'node:fs/promises';
import { fileSource } from '../../../src/oci/byte-source.ts';
import { membersOf } from '../../../src/oci/members.ts';
import { readTar } from '../../../src/oci/tar-read.ts';
import type { Entry } from '../../../src/oci/types.ts';
import { rawTar } from '../../oci/raw-tar.ts';
import { entryEscapes } from './escapes.ts';
import type { Kind } from './kind.ts';
import { LAYERS } from './layers.ts';

export function layers(): Kind {
  const entriesIn = async (path: string, use: (entries: Entry[]) => string | undefined) => {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const owner = { uid: 1, gid: 1 };
      const members = await membersOf(readTar(fileSource(file, size), 'layer'), { owner });
      return use(members.map(({ entry }) => entry));
    } finally {
      await file.close();
    }
  };
  return {
    name: 'layer',
    kept: 'no name, link, kind or mode leads out of an image or gives rights',
    good: [
      {
        name: 'a layer',
        bytes: rawTar([
          { name: 'app/', type: '5' },
          { name: 'app/a', body: 'x' },
        ]),
      },
    ],
    hostile: LAYERS.map(([name, entries]) => ({ name, bytes: rawTar(entries) })),
    read: (path) => entriesIn(path, entryEscapes),
    takenOut: 'the checks of names and kinds',
    async naive(path) {
      const file = await open(path);
      const found: Entry[] = [];
      try {
        const { size } = await file.stat();
        for await (const one of readTar(fileSource(file, size), 'layer')) {
          found.push({ ...one, type: one.type as Entry['type'] });
        }
      } finally {
        await file.close();
      }
      return entryEscapes(found);
    },
  };
}
