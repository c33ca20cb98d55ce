import { DPKG_INFO } from '../packages/dpkg.ts';
import { isDatabaseFile } from '../packages/installed.ts';
import { isPythonRecord } from './ledger/python-files.ts';
import { isRuntimeText } from './ledger/runtime-files.ts';

/** Files whose text says what is in an image: package databases, records of installers, releases. */
export function isEvidence(path: string): boolean {
  return isDatabaseFile(path) || isChecksums(path) || isPythonRecord(path) || isRuntimeText(path);
}

function isChecksums(path: string): boolean {
  return path.startsWith(DPKG_INFO) && path.endsWith('.md5sums');
}
