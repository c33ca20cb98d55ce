import type { Client, Directory } from '@dagger.io/dagger';
import { layoutIn } from './layout.ts';
import type { ScanTarget } from './scanned.ts';

/** Scanners tell its format by what is in it. */
const BILL = 'bill.json';

/** Where a program of the sandbox has a bill of materials. */
export const BILL_PATH = `/tmp/bill/${BILL}`;

/** What is scanned, by the name it has below /tmp: of a project its lock files, and nothing else. */
export async function targetIn(
  client: Client,
  target: ScanTarget,
): Promise<Record<string, Directory>> {
  if (target.kind === 'image') return { image: await layoutIn(client, target.layout) };
  if (target.kind === 'bill') {
    const bill = client.host().file(target.file);
    return { bill: client.directory().withFile(BILL, bill) };
  }
  const { folder, files } = target;
  return { sources: client.host().directory(folder, { include: [...files] }) };
}
