import { encoded } from '../diagnostics/writings.ts';
import { credentialsOf } from './credentials.ts';

/** A secret, as the bytes that would give it away. */
export interface Sought {
  /** Where it comes from: `env:NAME` or `file:PATH`. */
  source: string;
  writings: Buffer[];
  /** Bytes of the longest of them. */
  longest: number;
}

/** Each credential as it is, and in the writings that programs put one into. */
export function soughtOf(secrets: ReadonlyMap<string, { value: string }>): Sought[] {
  return [...secrets].flatMap(([source, { value }]) => {
    const texts = new Set(credentialsOf(value).flatMap(writingsOf));
    const writings = [...texts].map((text) => Buffer.from(text, 'latin1'));
    const longest = Math.max(...writings.map((one) => one.length));
    return writings.length > 0 ? [{ source, writings, longest }] : [];
  });
}

/** Bytes as they pass, and the sources of the secrets in them to `found`. */
export async function* searched(
  body: AsyncIterable<Uint8Array>,
  sought: readonly Sought[],
  found: (source: string) => void,
): AsyncGenerator<Uint8Array> {
  const longest = Math.max(...sought.map((one) => one.longest));
  let end = Buffer.alloc(0);
  for await (const chunk of body) {
    const bytes = Buffer.concat([end, chunk]);
    for (const source of sourcesIn(bytes, sought)) found(source);
    end = bytes.subarray(Math.max(0, bytes.length - longest + 1));
    yield chunk;
  }
}

/** The sources of the secrets in these bytes. */
export function sourcesIn(bytes: Buffer, sought: readonly Sought[]): string[] {
  return sought
    .filter(({ writings }) => writings.some((one) => bytes.includes(one)))
    .map(({ source }) => source);
}

/** Texts of bytes, one letter each. */
function writingsOf(credential: string): string[] {
  const json = JSON.stringify(credential).slice(1, -1);
  const plain = [credential, json, encodeURIComponent(credential), ...encoded(credential)];
  const utf16 = Buffer.from(credential, 'utf16le').toString('latin1');
  return [...plain.map((text) => Buffer.from(text).toString('latin1')), utf16];
}
