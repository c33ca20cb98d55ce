import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { type AptEntry, type AptFile, parseAptSources } from './apt-sources.ts';
import type { Mirror } from './types.ts';

const FALLBACK: Mirror = {
  archive: 'http://ftp.debian.org/debian',
  security: 'http://security.debian.org/debian-security',
};

/**
 * The mirrors to use: the spec's, else `HARDEN_DEBIAN_MIRROR`, else those of the host's own apt,
 * else Debian's. A mirror is written as the archive's URL; a second URL after a space is the
 * security archive's, when it is not `<archive>-security`.
 */
export function debianMirrors(
  spec?: string,
  env: NodeJS.ProcessEnv = process.env,
  hostSources: AptFile[] = readHostSources(),
): Mirror[] {
  const chosen = spec || env['HARDEN_DEBIAN_MIRROR'];
  if (chosen) return [parseMirror(chosen)];
  const found = pair(hostSources.flatMap(parseAptSources));
  return found.length ? found : [FALLBACK];
}

function parseMirror(text: string): Mirror {
  const [archive = '', security] = text.trim().split(/\s+/);
  for (const url of security === undefined ? [archive] : [archive, security]) {
    if (!isHttp(url)) throw new HardenError(notAMirror(url));
  }
  return {
    archive: bare(archive),
    security: security === undefined ? `${bare(archive)}-security` : bare(security),
  };
}

function isHttp(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function notAMirror(url: string) {
  return error(
    'debian/mirror-unreachable',
    `the Debian mirror is ${JSON.stringify(url)}, expected an http or https URL`,
    { hint: 'write the URL of the archive, for example http://mirror.example/debian' },
  );
}

/** Every archive with the security archive of the same host, else the first one there is. */
function pair(entries: AptEntry[]): Mirror[] {
  const securities = entries.filter((entry) => entry.kind === 'security').map(urlOf);
  const archives = entries.filter((entry) => entry.kind === 'archive').map(urlOf);
  return [...new Set(archives)].map((archive) => ({
    archive,
    security:
      securities.find((url) => new URL(url).host === new URL(archive).host) ??
      securities[0] ??
      `${archive}-security`,
  }));
}

function urlOf(entry: AptEntry): string {
  return bare(entry.url);
}

function bare(url: string): string {
  return url.replace(/\/+$/, '');
}

/** The host's own apt configuration; empty where there is none. */
function readHostSources(folder = '/etc/apt'): AptFile[] {
  const parts = join(folder, 'sources.list.d');
  const names = listOf(parts).filter((name) => /\.(list|sources)$/.test(name));
  return [join(folder, 'sources.list'), ...names.sort().map((name) => join(parts, name))].flatMap(
    readIfThere,
  );
}

function listOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readIfThere(name: string): AptFile[] {
  try {
    return [{ name, text: readFileSync(name, 'utf8') }];
  } catch {
    return [];
  }
}
