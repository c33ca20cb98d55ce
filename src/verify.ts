import type { KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inParallel } from './debian/parallel.ts';
import { HardenError } from './diagnostics/diagnostic.ts';
import type { Platform } from './plan/types.ts';
import type { RegistryClient } from './registry/client.ts';
import type { Referrer } from './registry/referrers.ts';
import { openBundle } from './signing/open-bundle.ts';
import { BUNDLE } from './statements/attestation.ts';
import { judgeImage } from './verify/judge.ts';
import type { Verified } from './verify/types.ts';

export interface VerifyRequest {
  /** A reference in a registry. */
  image: string;
  key: KeyObject;
  /** The digest that the base has to have. */
  base?: string;
  platform: Platform;
  registry: RegistryClient;
}

/** What `harden verify --json` prints. */
export interface Verification {
  schemaVersion: 1;
  /** `<registry>/<repository>@<digest>`. */
  image: string;
  digest: string;
  pass: boolean;
  verified: Omit<Verified, 'code'>[];
}

/** Larger bundles are nobody's, in bytes. */
const LARGEST = 64 * 1024 * 1024;
/** Downloads at a time. */
const PARALLEL = 4;

/**
 * Holds an image in a registry to what a key has signed about it. Nothing that anybody else put there
 * counts. The image is the one of the digest in the result, whatever its tag names later.
 */
export async function verifyImage(
  request: VerifyRequest,
): Promise<{ verification: Verification; verified: Verified[] }> {
  const { image, key, base, platform, registry } = request;
  const { ref, digest, manifest } = await registry.resolve(image, platform);
  const bundles = await fetchBundles(ref, registry);
  const statements = bundles.flatMap((text) => {
    const opened = openBundle(text, key);
    return opened?.subjects.includes(digest) ? [opened] : [];
  });
  const others = bundles.length - statements.length;
  const verified = judgeImage({ ref, digest, manifest, statements, others, ...(base && { base }) });
  const verification: Verification = {
    schemaVersion: 1,
    ...{ image: ref, digest, pass: verified.every((one) => one.pass) },
    verified: verified.map(({ code: _, ...one }) => one),
  };
  return { verification, verified };
}

async function fetchBundles(ref: string, registry: RegistryClient): Promise<string[]> {
  const repository = ref.slice(0, ref.indexOf('@'));
  const referrers = await registry.referrers(ref);
  const folder = await mkdtemp(join(tmpdir(), 'harden-verify-'));
  try {
    const found = await inParallel(referrers, PARALLEL, (one) =>
      bundlesIn(repository, one, registry, folder).catch(nothingToRead),
    );
    return found.flat();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bundlesIn(
  repository: string,
  { digest }: Referrer,
  registry: RegistryClient,
  folder: string,
): Promise<string[]> {
  const { manifest } = await registry.resolve(`${repository}@${digest}`);
  // Registries differ in what they list as the type; the layer says it.
  const layers = manifest.layers.filter(
    ({ mediaType, size }) => mediaType === BUNDLE && size <= LARGEST,
  );
  return Promise.all(
    layers.map(async (one) => readFile(await registry.blob(repository, one, folder), 'utf8')),
  );
}

/** Anybody may list what is not there; what the key has signed must be found in spite of it. */
function nothingToRead(thrown: unknown): string[] {
  const code = thrown instanceof HardenError ? thrown.diagnostics[0]?.code : undefined;
  if (code && UNREADABLE.includes(code)) return [''];
  throw thrown;
}

const UNREADABLE = ['registry/not-found', 'registry/bad-answer', 'registry/digest-mismatch'];
