import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The per-user cache folder: `HARDEN_CACHE_DIR`, else the platform's own place. Everything in it
 * can be deleted at any time; it is made again when needed.
 */
export function cacheDir(
  env: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string {
  const chosen = env['HARDEN_CACHE_DIR'];
  if (chosen) return chosen;
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'harden', 'Cache');
  }
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'harden');
  return join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'harden');
}

/** Blobs by digest, shared by all projects: `<blobs>/sha256/<hex>`. */
export function blobDir(): string {
  return join(cacheDir(), 'blobs');
}
