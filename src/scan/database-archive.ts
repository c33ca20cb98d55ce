import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

/** The most bytes that a database and its metadata may have. */
const DATABASE_LIMIT = 4 * 1024 ** 3;
const METADATA_LIMIT = 64 * 1024;

/**
 * Streams the two files of a database archive into a folder, and no others; says what is wrong, if
 * anything.
 */
export async function unpackDatabase(
  file: string,
  folder: string,
  database: string,
): Promise<string | undefined> {
  const limits: Record<string, number> = {
    [database]: DATABASE_LIMIT,
    'metadata.json': METADATA_LIMIT,
  };
  const entries = extract();
  const found = new Set<string>();
  // Both ends are awaited together: a broken archive fails the one or the other first.
  const reading = pipeline(createReadStream(file), createGunzip(), entries);
  const writing = (async () => {
    for await (const entry of entries) {
      const name = entry.header.name.replace(/^\.\//, '');
      const limit = Object.hasOwn(limits, name) ? limits[name] : undefined;
      if (limit === undefined || entry.header.type !== 'file' || found.has(name)) {
        entry.resume();
        continue;
      }
      await pipeline(
        Readable.from(entry),
        atMost(limit, name),
        createWriteStream(join(folder, name)),
      );
      found.add(name);
    }
  })();
  const [read, written] = await Promise.allSettled([reading, writing]);
  const failed = [written, read].find((r) => r.status === 'rejected');
  if (failed) return `it cannot be unpacked (${(failed.reason as Error).message})`;
  const missing = Object.keys(limits).filter((name) => !found.has(name));
  return missing.length > 0 ? `it has no ${missing.join(' and no ')}` : undefined;
}

function atMost(limit: number, name: string): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      size += chunk.length;
      if (size > limit) return next(new Error(`${name} has more than ${limit} bytes`));
      return next(null, chunk);
    },
  });
}
