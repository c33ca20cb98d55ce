import type { Key } from 'openpgp';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { type Paragraph, parseParagraphs } from './control.ts';

/** What an InRelease file says of its suite. `files` maps a path to its size and SHA-256. */
export interface Release {
  codename: string;
  version: string;
  byHash: boolean;
  /** Milliseconds since 1970; the suite's word for how long it may be used. */
  validUntil?: number;
  files: Map<string, { size: number; sha256: string }>;
}

/**
 * Verifies a clear-signed InRelease file against the keys and gives the text that is signed; one
 * good signature is enough. `openpgp` is loaded here, since most runs have a verified copy.
 */
export async function verifySignature(body: string, url: string, keys: Key[]): Promise<string> {
  const { readCleartextMessage, verify } = await import('openpgp');
  const message = await readCleartextMessage({ cleartextMessage: body }).catch(() => {
    throw new HardenError(refused(url, 'it is no clear-signed OpenPGP message'));
  });
  const { signatures } = await verify({ message, verificationKeys: keys });
  const reasons: string[] = [];
  for (const { keyID, verified } of signatures) {
    try {
      await verified;
      return message.getText();
    } catch (thrown) {
      reasons.push(`${keyID.toHex()}: ${thrown instanceof Error ? thrown.message : thrown}`);
    }
  }
  throw new HardenError(refused(url, 'no signature by a known key holds', reasons.join('\n')));
}

/** Reads the signed text of an InRelease file, and refuses another suite's or one out of date. */
export function parseRelease(text: string, url: string, codename: string, now: number): Release {
  const fields = parseParagraphs(text)[0] ?? {};
  if (fields['codename'] !== codename) {
    const found = JSON.stringify(fields['codename'] ?? '');
    throw new HardenError(refused(url, `it is signed for suite ${found}, expected ${codename}`));
  }
  const validUntil = fields['valid-until'] ? Date.parse(fields['valid-until']) : undefined;
  const release = {
    codename,
    version: fields['version'] ?? '',
    byHash: fields['acquire-by-hash'] === 'yes',
    files: filesOf(fields),
  };
  if (validUntil === undefined) return release;
  if (!(now <= validUntil)) {
    throw new HardenError(refused(url, `it was valid until ${fields['valid-until']}`));
  }
  return { ...release, validUntil };
}

function filesOf(fields: Paragraph): Release['files'] {
  const files: Release['files'] = new Map();
  for (const line of (fields['sha256'] ?? '').split('\n')) {
    const [sha256, size, path] = line.trim().split(/\s+/);
    if (sha256 && size && path) files.set(path, { size: Number(size), sha256 });
  }
  return files;
}

export function refused(url: string, why: string, detail?: string) {
  return error('debian/bad-signature', `${url} is not accepted: ${why}`, {
    hint: 'check the clock and the mirror; a newer harden has the keys of newer Debian releases',
    ...(detail ? { detail } : {}),
  });
}
