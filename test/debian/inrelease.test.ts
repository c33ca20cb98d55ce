import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRelease, verifySignature } from '../../src/debian/inrelease.ts';
import { loadKeys } from '../../src/debian/keyring.ts';
import { failureOf, firstOf } from './failure.ts';
import { makeKey, signed } from './make-archive.ts';

const URL = 'http://mirror.example/debian/dists/trixie/InRelease';
const NOW = Date.parse('2026-01-15T00:00:00Z');
const TEXT = `Origin: Debian
Version: 13.3
Codename: trixie
Valid-Until: Thu, 22 Jan 2026 00:00:00 UTC
Acquire-By-Hash: yes
MD5Sum:
 00000000000000000000000000000000 1 main/binary-amd64/Packages.xz
SHA256:
 ${'a'.repeat(64)}  120 main/binary-amd64/Packages.gz
 ${'b'.repeat(64)} 80 main/binary-amd64/Packages.xz`;

let ours: Awaited<ReturnType<typeof makeKey>>;
let theirs: Awaited<ReturnType<typeof makeKey>>;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeKey(), makeKey()]);
});
afterAll(async () => {
  for (const { folder } of [ours, theirs]) await rm(folder, { recursive: true, force: true });
});

test('a good signature gives the text that is signed', async () => {
  const body = await signed(TEXT, ours.privateKey);
  expect(await verifySignature(body, URL, await loadKeys(ours.folder))).toBe(TEXT);
});

test('text around the signed text is not read', async () => {
  const body = `Codename: sid\n\n${await signed(TEXT, ours.privateKey)}`;
  const verified = verifySignature(body, URL, await loadKeys(ours.folder));
  expect(await verified.catch(() => 'refused')).not.toContain('sid');
});

test('a changed text is refused', async () => {
  const body = (await signed(TEXT, ours.privateKey)).replace('13.3', '13.4');
  const [first] = await failureOf(verifySignature(body, URL, await loadKeys(ours.folder)));
  expect(first?.code).toBe('debian/bad-signature');
  expect(first?.message).toContain(URL);
});

test('a key that is not known is refused, and named', async () => {
  const body = await signed(TEXT, theirs.privateKey);
  const [first] = await failureOf(verifySignature(body, URL, await loadKeys(ours.folder)));
  expect(first?.code).toBe('debian/bad-signature');
  expect(first?.detail).toContain(theirs.privateKey.getKeyID().toHex());
});

test.each(['', 'Codename: trixie\n', '<html>captive portal</html>'])(
  '%j is not signed at all',
  async (body) => {
    const { code } = await firstOf(verifySignature(body, URL, await loadKeys(ours.folder)));
    expect(code).toBe('debian/bad-signature');
  },
);

test('the release tells its version, its files by SHA-256, and how long it holds', () => {
  const release = parseRelease(TEXT, URL, 'trixie', NOW);
  expect(release).toMatchObject({ codename: 'trixie', version: '13.3', byHash: true });
  expect([...release.files]).toEqual([
    ['main/binary-amd64/Packages.gz', { size: 120, sha256: 'a'.repeat(64) }],
    ['main/binary-amd64/Packages.xz', { size: 80, sha256: 'b'.repeat(64) }],
  ]);
});

const REFUSED: [what: string, text: string, codename: string, now: number, message: string][] = [
  ['another suite', TEXT, 'bookworm', NOW, 'signed for suite "trixie", expected bookworm'],
  ['one out of date', TEXT, 'trixie', NOW + 8 * 86_400_000, 'valid until Thu, 22 Jan 2026'],
  ['a date it cannot read', TEXT.replace(/Thu.*/, 'soon'), 'trixie', NOW, 'valid until soon'],
];

test.each(REFUSED)('refuses %s', async (_what, text, codename, now, message) => {
  const work = Promise.resolve().then(() => parseRelease(text, URL, codename, now));
  const first = await firstOf(work);
  expect(first.code).toBe('debian/bad-signature');
  expect(first.message).toContain(message);
});
