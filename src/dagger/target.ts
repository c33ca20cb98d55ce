import type { Client, Directory } from '@dagger.io/dagger';
import { layoutIn } from './layout.ts';
import type { ScanTarget } from './scanned.ts';

/** What is scanned, by the name it has below /tmp: of a project its lock files, and nothing else. */
export async function targetIn(
  client: Client,
  target: ScanTarget,
): Promise<Record<string, Directory>> {
  if (target.kind === 'image') return { image: await layoutIn(client, target.layout) };
  const { folder, files } = target;
  return { sources: client.host().directory(folder, { include: [...files] }) };
}
