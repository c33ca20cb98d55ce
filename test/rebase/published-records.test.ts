import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { error, HardenError } from '../../src/diagnostics/diagnostic.ts';
import { publishedRecords } from '../../src/rebase/published-records.ts';
import type { RegistryClient } from '../../src/registry/client.ts';
import { keySigner } from '../../src/signing/key-signer.ts';
import { attested, BUNDLE, IN_TOTO } from '../../src/statements/attestation.ts';
import { statement } from '../../src/statements/in-toto.ts';

const hex = (digit: string) => digit.repeat(64);
const IMAGE = { name: 'shop', digest: `sha256:${hex('a')}` };
const REF = `registry.example/shop@${IMAGE.digest}`;
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const [own, other] = [pair(), pair()];

function record(finishedOn: string, image = IMAGE): string {
  return statement(image, 'https://slsa.dev/provenance/v1', {
    buildDefinition: {
      buildType: 'urn:harden:build:v1',
      externalParameters: { spec: {}, platform: 'linux/amd64' },
      resolvedDependencies: [],
    },
    runDetails: { metadata: { finishedOn } },
  });
}

async function signedBy(
  { privateKey }: { privateKey: KeyObject },
  text: string,
): Promise<Document> {
  const payload = Buffer.from(attested({ name: 'provenance', text }, IMAGE));
  return [BUNDLE, await keySigner(privateKey).bundle(payload)];
}

type Document = [mediaType: string, text: string];

/** When the record was made that is found among these documents. */
async function found(documents: (Document | Error)[], key?: KeyObject) {
  const folder = await mkdtemp(join(tmpdir(), 'harden-records-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const registry = {
    referrers: async () => documents.map((_, at) => ({ digest: String(at) })),
    async resolve(ref: string) {
      const document = documents[Number(ref.split('@')[1])];
      if (!Array.isArray(document)) throw document;
      const [mediaType, text] = document;
      return { manifest: { layers: [{ mediaType, size: text.length, digest: ref }] } };
    },
    async blob(_: string, { digest }: { digest: string }) {
      const at = Number(digest.split('@')[1]);
      const file = join(folder, String(at));
      await writeFile(file, (documents[at] as Document)[1]);
      return file;
    },
  } as unknown as RegistryClient;
  return (await publishedRecords(REF, registry, folder, key))?.finished;
}

test('of several the newest counts, plain or signed, and other documents do not', async () => {
  const documents: Document[] = [
    [IN_TOTO, record('2026-01-01')],
    await signedBy(own, record('2026-01-03')),
    [IN_TOTO, record('2026-01-02')],
    [IN_TOTO, 'no JSON'],
    ['application/spdx+json', record('2026-01-09')],
  ];
  expect(await found(documents)).toBe('2026-01-03');
  expect(await found([])).toBeUndefined();
});

test('one about another image is none of this one', async () => {
  const image = { name: 'shop', digest: `sha256:${hex('b')}` };
  expect(await found([[IN_TOTO, record('2026-01-01', image)]])).toBeUndefined();
});

test('with a key only what it has signed counts', async () => {
  const documents = [
    await signedBy(own, record('2026-01-01')),
    await signedBy(other, record('2026-01-02')),
    [IN_TOTO, record('2026-01-03')] as Document,
  ];
  expect(await found(documents, own.publicKey)).toBe('2026-01-01');
  expect(await found(documents.slice(1), own.publicKey)).toBeUndefined();
});

test('what is listed and not there is passed over; a registry that is gone is told', async () => {
  const problem = (code: 'registry/not-found' | 'registry/unreachable') =>
    new HardenError(error(code, 'it is not there'));
  const good: Document = [IN_TOTO, record('2026-01-01')];
  expect(await found([problem('registry/not-found'), good])).toBe('2026-01-01');
  await expect(found([problem('registry/unreachable'), good])).rejects.toThrow(HardenError);
});
