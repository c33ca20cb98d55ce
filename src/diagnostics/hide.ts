import { encoded, escaped } from './writings.ts';

/** Shorter ones would be found in any text. */
const SHORTEST = 4;

/** Shorter ones would be found in any text in another writing, but for all of it in base64. */
const WRITTEN = 8;

/**
 * Hides secrets in texts: all of one, each of its lines, and each of its words that can only be a
 * credential. From 8 characters on also in base64 at any place, in hex, and as in a URL, JSON or HTML.
 */
export function hiderOf(values: Iterable<string>): (text: string) => string {
  const secrets = [...values].flatMap((value) => [value, ...linesOf(value), ...wordsOf(value)]);
  const hidden = [...new Set(secrets.map((secret) => secret.trim()))].filter(
    (secret) => secret.length >= SHORTEST,
  );
  const long = hidden.filter((secret) => secret.length >= WRITTEN);
  const texts = longestFirst([...hidden.flatMap(simple), ...long.flatMap(encoded)]);
  const patterns = longestFirst(long).flatMap(escaped);
  return (text) => {
    const shown = texts.reduce((before, one) => before.replaceAll(one, '***'), text);
    return patterns.reduce((before, one) => before.replaceAll(one, '***'), shown);
  };
}

function simple(secret: string): string[] {
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
}

/** What is a part of another one comes after it. */
function longestFirst(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((a, b) => b.length - a.length);
}

function linesOf(value: string): string[] {
  return value.split(/\r?\n/);
}

/** Long, and with digits among its letters. */
const CREDENTIAL = /^(?=.*\d)(?=.*[A-Za-z]).{16,}$/;

/** Of a `.netrc`, an `.npmrc` or a login: tools print the password, not the line that it is in. */
function wordsOf(value: string): string[] {
  const words = value.split(/[\s"':=,;@]+|\/\//).filter((word) => CREDENTIAL.test(word));
  return [...words, ...credentialsIn([value])];
}

/** The passwords of URLs such as a proxy's, as they are there and as they are sent. */
export function credentialsIn(urls: readonly string[]): string[] {
  return urls
    .flatMap((url) => [...url.matchAll(/:\/\/[^\s/@:]*:([^\s/@]+)@/g)])
    .flatMap(([, word = '']) => [word, decoded(word)]);
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
