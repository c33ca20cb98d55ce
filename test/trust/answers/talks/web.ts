import { readFile } from 'node:fs/promises';
import { webBlob, webText } from '../../../../src/registry/web-file.ts';
import { readListing } from '../../../../src/scan/grype-listing.ts';
import { LAYER, sha256 } from '../image.ts';
import { patience, type Talk } from '../talk.ts';

const LISTING = {
  ...{ status: 'active', schemaVersion: 'v6.1.4', built: '2026-06-01T00:00:00Z' },
  ...{ path: 'database.tar.zst', checksum: sha256(LAYER) },
};

/** The listing of a server of databases, and the database that it names. */
export const database: Talk = {
  name: 'a vulnerability database',
  begin: () => ({
    answers: new Map([
      ['GET /v6/latest.json', { body: JSON.stringify(LISTING) }],
      ['GET /v6/database.tar.zst', { body: LAYER }],
    ]),
    async ask(at) {
      const options = { patience: patience(at), signal: at.signal, most: 1_000_000 };
      const url = (name: string) => new URL(`/v6/${name}`, at.places.url);
      const { path, checksum } = readListing(await webText(url('latest.json'), options), 'x');
      const file = await webBlob(url(path), checksum, at.folder, options);
      return sha256(await readFile(file)) === checksum ? undefined : 'gave other bytes';
    },
  }),
};
