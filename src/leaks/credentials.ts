import { credentialsIn } from '../diagnostics/hide.ts';

/** Shorter or simpler ones may be in a file by chance. */
const SHORTEST = 12;
const LEAST_CHARACTERS = 6;

/** `_authToken=…`, `password: …`, `password …`, `<password>…` of an `.npmrc`, a `.netrc`, a `settings.xml`. */
const NAMED =
  /(?:auth|token|passw(?:or)?d|secret|api[-_]?key)[\w-]*["']?[ \t]*[=:>\s][ \t]*["']?([^\s"',;<]+)/gi;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+([^-]+?)\s+-----END/g;
const ADDRESS = /^[a-z+]+:\/\/[^\s@?]*$/i;

/**
 * What of a secret's value nobody but its owner may have: all of it, and of a file the passwords and
 * keys in it. An address without a password is none, nor are the host names and settings of a file.
 */
export function credentialsOf(value: string): string[] {
  const all = value.trim();
  const parts = [
    ...credentialsIn([value]),
    ...[...value.matchAll(NAMED)].map(([, word = '']) => word),
    ...[...value.matchAll(PRIVATE_KEY)].flatMap(([, body = '']) => linesOf(body)),
  ];
  return [...new Set([all, ...parts])].filter(isTelling);
}

function isTelling(text: string): boolean {
  if (ADDRESS.test(text)) return false;
  return text.length >= SHORTEST && new Set(text).size >= LEAST_CHARACTERS;
}

/** The first line of a key tells its kind, and is the same for many. */
function linesOf(body: string): string[] {
  const lines = body.split(/\r?\n/);
  return lines.length > 1 ? lines.slice(1) : lines;
}
