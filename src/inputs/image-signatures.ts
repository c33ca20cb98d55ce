import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { fetchBeside } from '../registry/beside.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { TrustRoot } from '../signing/keyless/trust-root.ts';

/** Of one signature, who made it about one of the digests, else why it does not count. */
export type FoundSignature = { name: string; issuer: string } | { refused: string };

/** As cosign 3 writes them, as referrers, and as it wrote them before, under a tag. */
export async function signaturesOf(
  repository: string,
  digests: readonly string[],
  registry: RegistryClient,
  trust: TrustRoot,
): Promise<FoundSignature[]> {
  const { opensByTrust } = await import('../signing/keyless/verifier.ts');
  const open = opensByTrust(trust);
  const found: FoundSignature[] = [];
  for (const digest of digests) {
    const { bundles } = await fetchBeside(`${repository}@${digest}`, registry);
    for (const opened of bundles.map(open)) {
      if ('refused' in opened) found.push(opened);
      else if (opened.statement.subjects.includes(digest)) found.push(opened.by);
      else found.push({ refused: 'about another image' });
    }
    found.push(...(await legacyOf(repository, digest, registry, trust)));
  }
  return found;
}

async function legacyOf(
  repository: string,
  digest: string,
  registry: RegistryClient,
  trust: TrustRoot,
): Promise<FoundSignature[]> {
  const { opensLegacy, SIMPLE_SIGNING } = await import('../signing/keyless/legacy.ts');
  const open = opensLegacy(trust);
  const tag = `${repository}:${digest.replace(':', '-')}.sig`;
  const resolved = await registry.resolve(tag).catch(nothingThere);
  const layers = resolved?.manifest.layers.filter((one) => one.mediaType === SIMPLE_SIGNING) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'harden-signatures-'));
  try {
    const found: FoundSignature[] = [];
    for (const layer of layers) {
      const payload = await readFile(await registry.blob(repository, layer, folder));
      const opened = open(payload, layer.annotations ?? {});
      if ('refused' in opened) found.push(opened);
      else found.push(opened.digest === digest ? opened.by : { refused: 'about another image' });
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function nothingThere(thrown: unknown): undefined {
  const code = thrown instanceof HardenError ? thrown.diagnostics[0]?.code : undefined;
  if (code !== 'registry/not-found') throw thrown;
}
