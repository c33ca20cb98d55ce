import { join } from 'node:path';
import { engineLog, filesOf, type Place } from './places.ts';

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
  const places: Place[] = [
    ...Object.entries(said).map(([name, text]): Place => [name, Buffer.from(text)]),
    ...(await filesOf(join(folder, '.harden'))),
    ...(await engineLog()),
  ];
  return places
    .filter(([, bytes]) => wanted.some((text) => bytes.includes(text)))
    .map(([name]) => name);
}
