import { extname, join } from 'node:path';
import type { Platform } from '../plan/types.ts';

/** Where the output folder has the image and the reports of each platform, if there are several. */
export const PLATFORMS_FOLDER = 'platforms';

/** The place of one of several platforms below the output folder. */
export function placeOf(platform: Platform): string {
  return join(PLATFORMS_FOLDER, slugOf(platform));
}

/** A file that is written for each platform: `report.html` is `report.linux-arm64.html`. */
export function fileOf(path: string, platform: Platform): string {
  const ending = extname(path);
  return `${path.slice(0, path.length - ending.length)}.${slugOf(platform)}${ending}`;
}

function slugOf(platform: Platform): string {
  return platform.replaceAll('/', '-');
}
