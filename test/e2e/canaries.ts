import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { harden } from '../program.ts';

/**
 * Where one of these texts is to be found, of all that a build leaves: the layers, config and
 * history of the image, the reports, what the program said, and the log of the engine.
 */
export async function placesWith(
  canaries: readonly string[],
  folder: string,
  said: Record<string, string>,
): Promise<string[]> {
  const wanted = canaries.flatMap((one) => [
    Buffer.from(one),
    // Whole groups only: the last characters depend on what follows.
    Buffer.from(Buffer.from(one.slice(0, one.length - (one.length % 3))).toString('base64')),
  ]);
  const places: [string, Buffer][] = [
    ...Object.entries(said).map(([name, text]): [string, Buffer] => [name, Buffer.from(text)]),
    ...(await filesOf(join(folder, '.harden'))),
    ...(await engineLog()),
  ];
  return places
    .filter(([, bytes]) => wanted.some((text) => bytes.includes(text)))
    .map(([name]) => name);
}

/** Every file below a folder, with what gzip hides in it. */
async function filesOf(folder: string): Promise<[string, Buffer][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return Promise.all(
    files.map(async (file): Promise<[string, Buffer]> => {
      const bytes = await readFile(file);
      return [file, bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes];
    }),
  );
}

async function engineLog(): Promise<[string, Buffer][]> {
  const { log } = JSON.parse((await harden(['engine', 'status', '--json'])).stdout);
  return log ? [[log, await readFile(log)]] : [];
}
