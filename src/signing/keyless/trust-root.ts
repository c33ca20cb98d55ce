import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type TimeRange, TrustedRoot } from '@sigstore/protobuf-specs';
import { type TrustMaterial, toTrustMaterial } from '@sigstore/verify';
import { error, HardenError } from '../../diagnostics/diagnostic.ts';
import { packagePath } from '../../package-root.ts';

/** Whom a signature without a key leads to: authorities, logs, and where they are. */
export interface TrustRoot {
  material: TrustMaterial;
  /** Of the authority that gives certificates now, and of the log; absent where the file names none. */
  authority?: string;
  log?: string;
}

/** What Sigstore's public instances are known by, as their update framework gives it. */
const PUBLIC = 'keys/sigstore/trusted_root.json';

/**
 * Reads a `trusted_root.json`: the one that is named, else that of the public instances, which ships
 * with harden. @throws HardenError sign/bad-trust-root.
 */
export async function readTrustRoot(
  file: string | undefined,
  { cwd, now }: { cwd: string; now: Date },
): Promise<TrustRoot> {
  const name = file ?? PUBLIC;
  const text = await readFile(file ? resolve(cwd, file) : packagePath(PUBLIC), 'utf8').catch(
    (cause: NodeJS.ErrnoException) => {
      throw bad(`${name} cannot be read (${cause.code})`);
    },
  );
  const found = rootOf(text);
  if (!found) throw bad(`${name} is no trusted root: it has to name an authority and a log`);
  const { root, material } = found;
  const inForce = (time: TimeRange | undefined) =>
    (time?.start ?? now) <= now && now <= (time?.end ?? now);
  const authority = root.certificateAuthorities.find(({ validFor }) => inForce(validFor))?.uri;
  const log = root.tlogs.find(({ publicKey }) => inForce(publicKey?.validFor))?.baseUrl;
  return { material, ...(authority && { authority }), ...(log && { log }) };
}

function rootOf(text: string): { root: TrustedRoot; material: TrustMaterial } | undefined {
  try {
    const root = TrustedRoot.fromJSON(JSON.parse(text));
    const material = toTrustMaterial(root);
    const { certificateAuthorities, tlogs } = material;
    return certificateAuthorities.length > 0 && tlogs.length > 0 ? { root, material } : undefined;
  } catch {
    return undefined;
  }
}

function bad(message: string): HardenError {
  const hint =
    'name a trusted_root.json, as cosign trusted-root create writes it: --trust-root trusted_root.json';
  return new HardenError(error('sign/bad-trust-root', message, { hint }));
}
