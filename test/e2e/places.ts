import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { harden } from '../program.ts';

/** What is searched, and its bytes. */
export type Place = [name: string, bytes: Buffer];

/** Larger files are none that harden writes beside layers. Bytes. */
const LARGEST = 100_000_000;

/** Every file below a folder that was written since, with what gzip hides in it. */
export async function filesOf(folder: string, since = 0): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const places: Place[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const { mtimeMs = 0, size = 0 } = (await stat(file).catch(() => undefined)) ?? {};
    if (mtimeMs < since || size > LARGEST) continue;
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    places.push([file, bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(bytes) : bytes]);
  }
  return places;
}

/** Some files begin as gzip does and are not, or end too early. */
function unpacked(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes);
  } catch {
    return bytes;
  }
}

/** What the engine wrote into its log, if it can be read here. */
export async function engineLog(): Promise<Place[]> {
  const { log } = JSON.parse((await harden(['engine', 'status', '--json'])).stdout);
  return log ? [[log, await readFile(log)]] : [];
}

/**
 * What the engine keeps beside the files of steps: its databases, with what they have not yet taken
 * in, and what has been written since. Nothing where the engine is on another machine.
 */
export async function engineState(since: number): Promise<Place[]> {
  const { log } = JSON.parse((await harden(['engine', 'status', '--json'])).stdout);
  if (!log) return [];
  const state = join(dirname(log), 'state');
  const own = (await readdir(state)).filter((name) => name !== 'worker');
  const worker = (await readdir(join(state, 'worker'))).filter((name) => !STEPS.includes(name));
  const paths = [...own, ...worker.map((name) => join('worker', name))];
  const found = await Promise.all(
    paths.map(async (path): Promise<Place[]> => {
      const place = join(state, path);
      if ((await stat(place)).isDirectory()) return filesOf(place, since);
      return [[place, await readFile(place).catch(() => Buffer.alloc(0))]];
    }),
  );
  return found.flat();
}

/** Of its worker: the file systems of steps and their volumes. */
const STEPS = ['snapshots', 'cachemounts'];
