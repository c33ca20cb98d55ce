import type { Content } from '../oci/types.ts';
import { KEY_STORE_PACKAGE, keyStoreFile } from './java-keystore.ts';
import { textFile } from './text-file.ts';

/** Where programs on Debian look for certificate authorities. */
const BUNDLE = 'etc/ssl/certs/ca-certificates.crt';

/** Whether a path is one of the authorities that the package ca-certificates brings. */
export function isCertificate(path: string): boolean {
  return /^usr\/share\/ca-certificates\/mozilla\/[^/]+\.crt$/.test(path);
}

/**
 * All authorities in one file, in the order of their names, as update-ca-certificates does, and for
 * Java in a store of its own where its package asks for one.
 */
export function bundleOf(
  certificates: Map<string, Buffer>,
  packages: ReadonlySet<string>,
): Content[] {
  if (certificates.size === 0) return [];
  const text = [...certificates]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, bytes]) => `${bytes.toString('utf8').trimEnd()}\n`)
    .join('');
  const forJava = packages.has(KEY_STORE_PACKAGE) ? [keyStoreFile(text)] : [];
  return [textFile(BUNDLE, text), ...forJava];
}
