import type { KeyObject } from 'node:crypto';
import { HardenError } from '../diagnostics/diagnostic.ts';
import type { Platform } from '../plan/types.ts';
import { createRegistryClient } from '../registry/client.ts';
import { opensByKey } from '../signing/open-bundle.ts';
import { readPublicKey } from '../signing/public-key.ts';
import { verifyImage } from '../verify.ts';
import type { Terminal } from './terminal.ts';
import { problemsOf } from './verify.ts';

/**
 * An image by the digest that a key has signed, with all that makes it a pass.
 * @throws HardenError verify/* where something does not hold.
 */
export async function provenImage(
  image: string,
  file: string,
  platform: Platform,
  { cwd, env, signal }: Terminal,
): Promise<{ image: string; key: KeyObject }> {
  const key = await readPublicKey(file, cwd);
  const registry = createRegistryClient({ env, signal });
  const trusted = { who: 'key' as const, open: opensByKey(key) };
  const found = await verifyImage({ image, trusted, platform, registry });
  const problems = problemsOf(found.verified);
  if (problems.length > 0) throw new HardenError(...problems);
  return { image: found.image.ref, key };
}
