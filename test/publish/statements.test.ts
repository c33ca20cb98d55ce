import { verify } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signing } from '../../src/publish/sign.ts';
import { statementsOf } from '../../src/publish/statements.ts';
import type { RunReport } from '../../src/report/types.ts';
import {
  attested,
  BUNDLE,
  SIGNATURE,
  type Signer,
  signatureOf,
  signedBytes,
} from '../../src/statements/attestation.ts';
import { statement } from '../../src/statements/in-toto.ts';
import { built } from './built.ts';
import { keyPair } from './key-pair.ts';

/** All that is put beside an image that nobody has published yet. */
async function besideOf(report: RunReport, file: string, signer?: Signer) {
  const { plain, signed, unsigned } = await statementsOf(report, file, signer);
  const now = signer ? await signing(unsigned, signer, report.image.digest).besides([]) : [];
  return [...plain, ...signed, ...now];
}

/** A folder whose build signed what it wrote. */
async function signedBy(signer: Signer) {
  const { dir, report } = await built();
  const folder = join(dir, '.harden');
  await mkdir(join(folder, 'attestations'));
  for (const name of ['cyclonedx', 'scan']) {
    const text = await readFile(report.reports[name] ?? '', 'utf8');
    const bundle = await signer.bundle(Buffer.from(attested({ name, text }, report.image)));
    await writeFile(join(folder, 'attestations', `${name}.sigstore.json`), bundle);
  }
  const signature = await signer.bundle(Buffer.from(signatureOf(report.image)));
  await writeFile(join(folder, 'signature.sigstore.json'), signature);
  const reports = {
    ...report.reports,
    attestations: join(folder, 'attestations'),
    signature: join(folder, 'signature.sigstore.json'),
  };
  return { folder, report: { ...report, reports }, file: join(folder, 'report.json') };
}

const PREDICATE = 'dev.sigstore.bundle.predicateType';

describe('what is put beside an image', () => {
  it('are its documents as they are, where nobody signs', async () => {
    const { dir, report } = await built();
    const found = await besideOf(report, join(dir, '.harden/report.json'));
    expect(found.map(({ artifactType }) => artifactType)).toEqual([
      'application/vnd.cyclonedx+json',
      ...Array(4).fill('application/vnd.in-toto+json'),
    ]);
    expect(Buffer.from(found[1]?.bytes ?? '').toString()).toContain(report.image.digest.slice(7));
  });

  it('are bundles of each and of the image, where somebody does; and the bill as it is', async () => {
    const { dir, report } = await built();
    const { signer, publicKey } = keyPair();
    const found = await besideOf(report, join(dir, '.harden/report.json'), signer);
    expect(found.map(({ artifactType }) => artifactType)).toEqual([
      'application/vnd.cyclonedx+json',
      ...Array(6).fill(BUNDLE),
    ]);
    expect(found.map(({ annotations }) => annotations[PREDICATE])).toEqual([
      undefined,
      'https://cyclonedx.org/bom',
      'https://slsa.dev/provenance/v1',
      'urn:harden:scan:v1',
      'urn:harden:smoke:v1',
      'urn:harden:checks:v1',
      SIGNATURE,
    ]);
    for (const { bytes } of found.slice(1)) {
      const { payload, signatures } = JSON.parse(Buffer.from(bytes).toString()).dsseEnvelope;
      const signed = signedBytes(Buffer.from(payload, 'base64'));
      const sig = Buffer.from(signatures[0].sig, 'base64');
      expect(verify('sha256', signed, publicKey, sig)).toBe(true);
    }
  });

  it('is what the build signed, byte for byte, unless another key is to sign', async () => {
    const mine = keyPair();
    const { folder, report, file } = await signedBy(mine.signer);
    const stored = await readFile(join(folder, 'signature.sigstore.json'), 'utf8');
    for (const signer of [undefined, mine.signer]) {
      const found = await besideOf(report, file, signer);
      expect(Buffer.from(found.at(-1)?.bytes ?? '').toString()).toBe(stored);
    }
    const other = await besideOf(report, file, keyPair().signer);
    expect(Buffer.from(other.at(-1)?.bytes ?? '').toString()).not.toBe(stored);
  });
});

describe('what is signed when it is published', () => {
  const { signer } = keyPair();
  const unsigned = [Buffer.from(signatureOf({ name: 'shop', digest: `sha256:${'a'.repeat(64)}` }))];
  const digest = `sha256:${'a'.repeat(64)}`;
  const textsOf = async (there: string[], by = signer) =>
    (await signing(unsigned, by, digest).besides(there)).map(({ bytes }) =>
      Buffer.from(bytes).toString(),
    );

  it('is what lies there, of the same hand and the same bytes', async () => {
    const there = await textsOf([]);
    expect(await textsOf([])).not.toEqual(there);
    expect(await textsOf(there)).toEqual(there);
  });

  it.each([
    ['another hand', async () => textsOf([], keyPair().signer)],
    ['another statement', async () => [await signer.bundle(Buffer.from('{}'))]],
    [
      'no signature',
      async () => [(await textsOf([]))[0]?.replace(/"sig":"[^"]+"/, '"sig":""') ?? ''],
    ],
    ['nothing', async () => ['', '{']],
  ])('is not what is there of %s', async (_what, make) => {
    const there = await make();
    const found = await textsOf(there);
    expect(found).toHaveLength(1);
    expect(there).not.toContain(found[0]);
  });

  it('is signed once for all repositories', async () => {
    const both = signing(unsigned, signer, digest);
    expect(await both.besides([])).toEqual(await both.besides([]));
  });
});

describe('what is refused', () => {
  const OTHER = { name: 'shop', digest: `sha256:${'0'.repeat(64)}` };

  it.each([
    ['a bill of another image', 'sbom.cdx.json', JSON.stringify({ version: OTHER.digest })],
    ['a statement on another image', 'scan.json', statement(OTHER, 'urn:harden:scan:v1', {})],
    ['a statement on nothing', 'scan.json', '{"subject": []}'],
    ['no JSON', 'scan.json', '{'],
    ['nothing', 'scan.json', undefined],
  ])('%s', async (_what, name, text) => {
    const { dir, report } = await built();
    const path = join(dir, '.harden', name);
    if (text === undefined) await rm(path);
    else await writeFile(path, text);
    const found = statementsOf(report, join(dir, '.harden/report.json'), undefined);
    await expect(found).rejects.toMatchObject({ diagnostics: [{ code: 'publish/changed' }] });
  });

  it.each(['attestations/scan', 'signature'])('a bundle %s on another image', async (name) => {
    const { signer } = keyPair();
    const { folder, report, file } = await signedBy(signer);
    const signature = await signer.bundle(Buffer.from(signatureOf(OTHER)));
    await writeFile(join(folder, `${name}.sigstore.json`), signature);
    await expect(statementsOf(report, file, undefined)).rejects.toMatchObject({
      diagnostics: [{ code: 'publish/changed' }],
    });
  });
});
