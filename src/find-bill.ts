import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { digestOf } from './oci/digest.ts';
import { readBill, type ScannedBill } from './scan/bill.ts';

/** More is no list of packages. */
const MOST_BYTES = 256 * 1024 * 1024;

/** A bill of materials in a file; `digest` is that of the file. */
export interface FoundBill {
  file: string;
  digest: string;
  bill: ScannedBill;
}

/** A bill of materials at this path; nothing where there is something else. */
export async function findBill(path: string, cwd: string): Promise<FoundBill | undefined> {
  const file = resolve(cwd, path);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile() || !path.endsWith('.json') || found.size > MOST_BYTES) return undefined;
  const text = await readFile(file, 'utf8');
  const bill = readBill(text);
  const digest = digestOf(Buffer.from(text));
  return bill && { file, digest, bill };
}
