import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleDebian } from '../../../../src/debian/assemble.ts';
import { type Archive, makeArchive } from '../../../debian/make-archive.ts';
import { sha256 } from '../image.ts';
import type { Answers } from '../servers.ts';
import type { Talk } from '../talk.ts';

export type Mirror = Archive;

/** A mirror with one package, whose own server nobody asks. */
export async function makeMirror(): Promise<Archive> {
  const archive = await makeArchive();
  const files = [{ name: './app', body: 'app' }];
  await archive.publish('trixie', [{ name: 'app', fields: { 'Installed-Size': '1' }, files }]);
  await archive.publish('trixie-updates', []);
  await archive.publish('trixie-security', []);
  return archive;
}

/** A base that is assembled from Debian's packages. */
export function debian(archive: Archive): Talk {
  let good: string | undefined;
  return {
    name: 'a Debian mirror',
    begin: () => ({
      answers: answersOf(archive),
      async ask({ places, folder, signal }) {
        const mirrors = [
          { archive: `${places.url}/debian`, security: `${places.url}/debian-security` },
        ];
        const root = await assembleDebian(
          {
            ...{ release: 'trixie', architecture: 'amd64', packages: ['app'], mirrors },
            ...{ drop: {}, links: {}, purpose: 'base' },
          },
          { cache: join(folder, 'cache'), keys: archive.keys, signal },
        );
        if (sha256(await readFile(root.layer.file)) !== root.layer.digest) return 'other bytes';
        good ??= root.layer.digest;
        return root.layer.digest === good ? undefined : 'made a base of other packages';
      },
    }),
  };
}

function answersOf({ files }: Archive): Answers {
  return new Map([...files].map(([path, body]) => [`GET ${path}`, { body }]));
}
