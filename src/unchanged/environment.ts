import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fingerprint } from '../inputs/fingerprint.ts';
import { caOf, networkVariables } from '../inputs/network-settings.ts';
import { readSecrets } from '../inputs/secrets.ts';
import { canonicalJson } from '../plan/digest.ts';
import type { Asking } from './never.ts';

/** Choose the engine, and where names lead. Inside a session the port is another one each time. */
const COUNTS = /^(?:HARDEN_|_EXPERIMENTAL_DAGGER_)/;

/**
 * What the machine gives to a build, as one text that tells nothing of it: it is made with a key that
 * stays on the machine. @throws HardenError build/secret-missing, as the build would.
 */
export async function environmentOf({ compiled, engine, env }: Asking): Promise<string> {
  const { plan, folder } = compiled;
  const ca = caOf(plan.network, folder, env);
  const settings = Object.entries(env).filter(([name]) => COUNTS.test(name));
  const secrets = await readSecrets(plan, folder, env);
  return fingerprint(
    canonicalJson({
      engine: engine ?? '',
      session: Boolean(env['DAGGER_SESSION_PORT']),
      settings: Object.fromEntries(settings),
      network: networkVariables(plan.network, env),
      ca: ca ? [ca, await digestOf(ca)] : [],
      secrets: [...secrets].map(([name, { fingerprint: print }]) => [name, print]),
    }),
  );
}

/** That a bundle is not there is told by the build. */
async function digestOf(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  return createHash('sha256').update(bytes).digest('hex');
}
