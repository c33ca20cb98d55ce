import type { Platform } from './plan/types.ts';

/** The platform images are built for when nobody says: Linux on this machine's architecture. */
export function hostPlatform(architecture: string = process.arch): Platform {
  return architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64';
}
