import { DPKG_INFO } from '../packages/dpkg.ts';
import { isDatabaseFile } from '../packages/installed.ts';
import { isNodeManifest } from './ledger/node-files.ts';
import { isPythonRecord } from './ledger/python-files.ts';
import { isRuntimeText } from './ledger/runtime-files.ts';
import { isOsRelease } from './os-release.ts';

const READ = [
  isDatabaseFile,
  isChecksums,
  isNodeManifest,
  isPythonRecord,
  isRuntimeText,
  isOsRelease,
];

/** Files whose text says what is in an image: package databases, records of installers, releases. */
export function isEvidence(path: string): boolean {
  return READ.some((is) => is(path));
}

function isChecksums(path: string): boolean {
  return path.startsWith(DPKG_INFO) && path.endsWith('.md5sums');
}
