import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@dagger.io/dagger';
import { exitProgram } from '../elf/exit-program.ts';
import type { Platform } from '../plan/types.ts';
import { asPlatform } from './enums.ts';
import { execFailure } from './errors.ts';

/** What an engine runs on. */
export async function platformOf(client: Client): Promise<Platform> {
  const named = String(await client.defaultPlatform());
  return named.startsWith('linux/arm64') ? 'linux/arm64' : 'linux/amd64';
}

/**
 * Whether an engine runs programs of a platform: its own, or another's by an emulator. It is asked to
 * run one that only ends. Its answer is not kept, as an emulator may come and go.
 */
export async function canRun(client: Client, platform: Platform): Promise<boolean> {
  if ((await platformOf(client)) === platform) return true;
  const folder = await mkdtemp(join(tmpdir(), 'harden-platform-'));
  try {
    const file = join(folder, 'exit');
    await writeFile(file, exitProgram(platform), { mode: 0o755 });
    const program = client.host().file(file, { noCache: true });
    await client
      .container({ platform: asPlatform(platform) })
      .withRootfs(client.directory().withFile('exit', program, { permissions: 0o755 }))
      .withEnvVariable('HARDEN_ASKED', randomUUID())
      .withExec(['/exit'])
      .sync();
    return true;
  } catch (thrown) {
    if (execFailure(thrown)) return false;
    throw thrown;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
