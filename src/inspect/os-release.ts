import type { Texts } from '../packages/types.ts';

/** What an image says of itself: `VERSION_ID` is missing where releases roll. */
export interface OsRelease {
  id: string;
  version?: string;
}

/** In the order in which programs look. */
const PATHS = ['etc/os-release', 'usr/lib/os-release'];

export function isOsRelease(path: string): boolean {
  return PATHS.includes(path);
}

/** Undefined where there is no such file, or one that names no system. */
export function osRelease(texts: Texts): OsRelease | undefined {
  const text = PATHS.map((path) => texts.get(path)).find((found) => found !== undefined) ?? '';
  const id = settingOf('ID', text);
  const version = settingOf('VERSION_ID', text);
  return id ? { id, ...(version && { version }) } : undefined;
}

function settingOf(name: string, text: string): string | undefined {
  return new RegExp(`^${name}=(["']?)([^"'\\n]*)\\1[ \\t]*$`, 'm').exec(text)?.[2]?.trim();
}
