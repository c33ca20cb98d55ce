import type { KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publish } from '../../src/publish.ts';
import { createRegistryClient } from '../../src/registry/client.ts';
import { pushReferrers } from '../../src/registry/push/referrers.ts';
import { openRepository } from '../../src/registry/push/repository.ts';
import type { RunReport } from '../../src/report/types.ts';
import { opensByKey } from '../../src/signing/open-bundle.ts';
import { attested, BUNDLE, type Signer, signatureOf } from '../../src/statements/attestation.ts';
import { checksStatement, scanStatement, smokeStatement } from '../../src/statements/findings.ts';
import { verificationOf } from '../../src/verify/verification.ts';
import { verifyImage } from '../../src/verify.ts';
import { folder } from '../oci/contents.ts';
import { baseOf } from '../oci/image.ts';
import { built, NOW, provenanceOf } from '../publish/built.ts';
import { keyPair } from '../publish/key-pair.ts';
import { type WritableRegistry, writableRegistry } from '../registry/push/writable-registry.ts';

const QUICK = {
  env: { DOCKER_CONFIG: '/nonexistent' },
  patience: { timeout: 2000, retryDelay: 1, tries: 2 },
};
const { signer, publicKey, bare } = keyPair();

const signature = (image: RunReport['image'], by = signer) =>
  by.bundle(Buffer.from(signatureOf(image)));

/** An image on a base, published with what `change` makes of its documents, signed by the key. */
async function published(
  registry: WritableRegistry,
  change: (report: RunReport) => Record<string, string> = () => ({}),
  by: Signer | null = signer,
) {
  const base = await baseOf(await folder(), [{ path: 'etc/os-release', text: 'x' }]);
  const { dir, report } = await built({ base: { base } });
  for (const [name, text] of Object.entries(change(report))) {
    await writeFile(join(dir, '.harden', name), text);
  }
  const ref = `${registry.host}/shop:1`;
  const request = {
    path: dir,
    to: [ref],
    cwd: '/',
    now: NOW,
    maxAge: 24,
    progress: () => undefined,
  };
  await publish({ ...QUICK, ...request, ...(by && { signer: by }) });
  return { ref, report };
}

async function verify(ref: string, key: KeyObject = publicKey, base?: string) {
  const registry = createRegistryClient(QUICK);
  const trusted = { who: 'key', open: opensByKey(key) } as const;
  const request = { image: ref, trusted, platform: 'linux/amd64', registry } as const;
  const { image, verified } = await verifyImage({ ...request, ...(base && { base }) });
  return { verified, verification: verificationOf(image, verified) };
}

/** What does not hold, by its code. */
async function failures(...args: Parameters<typeof verify>): Promise<Record<string, string>> {
  const { verified, verification } = await verify(...args);
  const failed = verified.flatMap(({ id, code }) => (code ? [[id, code]] : []));
  expect(verification.pass).toBe(failed.length === 0);
  return Object.fromEntries(failed);
}

const ALL_MISSING = {
  signature: 'verify/no-signature',
  provenance: 'verify/no-statement',
  scan: 'verify/no-statement',
  checks: 'verify/no-statement',
  smoke: 'verify/no-statement',
  base: 'verify/no-statement',
};

describe('what was published with a key', () => {
  it.each([
    [true, true],
    [true, false],
    [false, false],
  ])('holds; referrers are listed: %s, and well: %s', async (referrers, saysSubject) => {
    const registry = await writableRegistry();
    Object.assign(registry, { referrers, saysSubject });
    const { ref, report } = await published(registry);
    const { verification } = await verify(ref);
    expect(verification).toMatchObject({
      image: `${registry.host}/shop@${report.image.digest}`,
      pass: true,
    });
    expect(verification.verified.map(({ id, pass }) => [id, pass])).toEqual(
      ['signature', 'provenance', 'scan', 'checks', 'smoke', 'base'].map((id) => [id, true]),
    );
    expect(await failures(ref, publicKey, report.image.base.digest)).toEqual({});
  });

  it('holds for no other key, and for none where nobody signed', async () => {
    const registry = await writableRegistry();
    const { ref } = await published(registry);
    expect(await failures(ref, keyPair().publicKey)).toEqual(ALL_MISSING);
    const bare = await writableRegistry();
    const unsigned = await published(bare, () => ({}), null);
    expect(await failures(unsigned.ref)).toEqual(ALL_MISSING);
  });
});

const NOT_PASSED: [string, string, (report: RunReport) => Record<string, string>][] = [
  [
    'a verdict that is no pass',
    'scan',
    (report) => ({
      'scan.json': scanStatement(
        { ...report, verdict: { ...report.verdict, pass: false } },
        {},
        '2026-06-15',
      ),
    }),
  ],
  [
    'a gap',
    'scan',
    (report) => ({
      'scan.json': scanStatement(
        { ...report, coverage: { ...report.coverage, gaps: ['no system'] } },
        {},
        '2026-06-15',
      ),
    }),
  ],
  [
    'a failed test',
    'smoke',
    (report) => ({
      'smoke.json': smokeStatement({
        ...report,
        smoke: [{ name: 'GET /', pass: false, evidence: '500', milliseconds: 1 }],
      }),
    }),
  ],
];

describe('what was signed and does not hold', () => {
  it.each(NOT_PASSED)('%s', async (_what, id, change) => {
    const registry = await writableRegistry();
    const { ref } = await published(registry, change);
    expect(await failures(ref)).toEqual({ [id]: 'verify/not-passed' });
  });

  it('a failed check holds as long as the verdict, which accepts it, does', async () => {
    const checks = [{ id: 'no-shell', pass: false, evidence: '/bin/sh' }];
    const changed = (report: RunReport) => ({
      'checks.json': checksStatement({ ...report, checks }),
    });
    const registry = await writableRegistry();
    expect(await failures((await published(registry, changed)).ref)).toEqual({});
    const other = await writableRegistry();
    const both = await published(other, (report) => ({
      ...changed(report),
      ...NOT_PASSED[0]?.[2](report),
    }));
    const failed = { scan: 'verify/not-passed', checks: 'verify/not-passed' };
    expect(await failures(both.ref)).toEqual(failed);
  });

  it('the newest scan counts, in whatever order they come', async () => {
    for (const [on, expected] of [
      ['2026-06-14', {}],
      ['2026-06-15', { scan: 'verify/not-passed' }],
      ['2026-06-16', { scan: 'verify/not-passed' }],
    ] as const) {
      const registry = await writableRegistry();
      const { ref, report } = await published(registry);
      const verdict = { ...report.verdict, pass: false };
      const text = scanStatement({ ...report, verdict }, {}, on);
      const signed = Buffer.from(attested({ name: 'scan', text }, report.image));
      await attach(registry, report, await signer.bundle(signed));
      expect(await failures(ref)).toEqual(expected);
    }
  });

  it('another base than its provenance says, or than was asked for', async () => {
    const registry = await writableRegistry();
    const digest = `sha256:${'0'.repeat(64)}`;
    const { ref } = await published(registry, ({ image }) => ({
      'provenance.json': provenanceOf({ ...image, base: { ...image.base, digest } }),
    }));
    expect(await failures(ref)).toEqual({ base: 'verify/other-base' });
    const honest = await writableRegistry();
    const found = await published(honest);
    expect(await failures(found.ref, publicKey, digest)).toEqual({ base: 'verify/other-base' });
  });
});

/** Puts a bundle beside the image, as anybody may who can push. */
async function attach(registry: WritableRegistry, { image }: RunReport, text: string) {
  const stored = registry.repository('shop').manifests.get(image.digest);
  const size = stored?.bytes.length ?? 0;
  const subject = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: image.digest,
    size,
  };
  const repository = openRepository({ registry: registry.host, repository: 'shop' }, [], QUICK);
  await pushReferrers(repository, subject, [
    { artifactType: BUNDLE, bytes: Buffer.from(text), annotations: {} },
  ]);
}

describe('what somebody else puts there', () => {
  const forged: [string, (report: RunReport) => string | Promise<string>][] = [
    ['a signature of another image', ({ image }) => signature({ ...image, digest: OTHER })],
    ['a signature of another key', ({ image }) => signature(image, keyPair().signer)],
    [
      'a signature with another payload',
      async ({ image }) =>
        swapped(
          await signature({ ...image, digest: OTHER }),
          await signature(image, keyPair().signer),
        ),
    ],
    ['a signature of the bare payload', ({ image }) => signature(image, bare)],
    ['no signature', async ({ image }) => withoutSignature(await signature(image))],
    ['no JSON', () => '{'],
    ['another document', () => '{"mediaType": "text/plain"}'],
  ];

  it.each(forged)('%s counts for nothing', async (_what, make) => {
    const registry = await writableRegistry();
    const { ref, report } = await published(registry, () => ({}), null);
    await attach(registry, report, await make(report));
    expect(await failures(ref)).toEqual(ALL_MISSING);
  });

  it('takes nothing away from what was signed', async () => {
    const registry = await writableRegistry();
    const { ref, report } = await published(registry);
    for (const [, make] of forged) await attach(registry, report, await make(report));
    const { manifests, blobs } = registry.repository('shop');
    const lost = [...blobs.keys()].find((key) => blobs.get(key)?.toString() === '{');
    blobs.delete(lost ?? '');
    const bundles = [...manifests].filter(([, { bytes }]) => bytes.includes(lost ?? 'nothing'));
    expect(bundles).toHaveLength(1);
    expect(await failures(ref)).toEqual({});
  });
});

const OTHER = `sha256:${'0'.repeat(64)}`;

/** The signature of one bundle on the payload of another. */
function swapped(signed: string, wanted: string): string {
  const { signatures } = JSON.parse(signed).dsseEnvelope;
  const bundle = JSON.parse(wanted);
  return JSON.stringify({ ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, signatures } });
}

function withoutSignature(text: string): string {
  const bundle = JSON.parse(text);
  return JSON.stringify({ ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, signatures: [] } });
}
