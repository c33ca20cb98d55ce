import { verify } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statementsOf } from '../../src/publish/statements.ts';
import {
  attestation,
  BUNDLE,
  SIGNATURE,
  type Signer,
  signature,
  signedBytes,
} from '../../src/statements/attestation.ts';
import { statement } from '../../src/statements/in-toto.ts';
import { built } from './built.ts';
import { keyPair } from './key-pair.ts';

/** A folder whose build signed what it wrote. */
async function signedBy(signer: Signer) {
  const { dir, report } = await built();
  const folder = join(dir, '.harden');
  await mkdir(join(folder, 'attestations'));
  for (const name of ['cyclonedx', 'scan']) {
    const text = await readFile(report.reports[name] ?? '', 'utf8');
    const bundle = attestation({ name, text }, report.image, signer);
    await writeFile(join(folder, 'attestations', `${name}.sigstore.json`), bundle);
  }
  await writeFile(join(folder, 'signature.sigstore.json'), signature(report.image, signer));
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
    const found = await statementsOf(report, join(dir, '.harden/report.json'), undefined);
    expect(found.map(({ artifactType }) => artifactType)).toEqual([
      'application/vnd.cyclonedx+json',
      ...Array(4).fill('application/vnd.in-toto+json'),
    ]);
    expect(Buffer.from(found[1]?.bytes ?? '').toString()).toContain(report.image.digest.slice(7));
  });

  it('are bundles of each and of the image, where somebody does; and the bill as it is', async () => {
    const { dir, report } = await built();
    const { signer, publicKey } = keyPair();
    const found = await statementsOf(report, join(dir, '.harden/report.json'), signer);
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
      const found = await statementsOf(report, file, signer);
      expect(Buffer.from(found.at(-1)?.bytes ?? '').toString()).toBe(stored);
    }
    const other = await statementsOf(report, file, keyPair().signer);
    expect(Buffer.from(other.at(-1)?.bytes ?? '').toString()).not.toBe(stored);
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
    await writeFile(join(folder, `${name}.sigstore.json`), signature(OTHER, signer));
    await expect(statementsOf(report, file, undefined)).rejects.toMatchObject({
      diagnostics: [{ code: 'publish/changed' }],
    });
  });
});
