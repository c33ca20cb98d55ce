import type { DebianArchitecture, DebianRequest } from './types.ts';

type Purpose = DebianRequest['purpose'];

/** The folders that are links to their namesakes in /usr. */
export const MERGED: Record<DebianArchitecture, string[]> = {
  amd64: ['bin', 'lib', 'lib64', 'sbin'],
  arm64: ['bin', 'lib', 'sbin'],
};

/** Documentation and translations: nothing reads them in a container. Copyright files stay. */
const DOCUMENTATION = [
  'usr/share/bug',
  'usr/share/doc-base',
  'usr/share/info',
  'usr/share/lintian',
  'usr/share/locale',
  'usr/share/man',
];

/** What makes the certificate bundle; a base has the bundle itself. */
const CERTIFICATE_PARTS = [
  'etc/ca-certificates',
  'usr/sbin/update-ca-certificates',
  'usr/share/ca-certificates',
];

const LEFT_OUT: Record<Purpose, string[]> = {
  base: [...DOCUMENTATION, ...CERTIFICATE_PARTS],
  addition: [...DOCUMENTATION, ...CERTIFICATE_PARTS],
  toolchain: DOCUMENTATION,
};

/**
 * A path of a package as a path of the image: normalised, with /bin, /lib and their like moved to
 * /usr. Empty for the root and for the merged folders themselves, which harden makes. Throws a
 * plain sentence on a path that leaves the root.
 */
export function imagePath(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || name.includes('\0')) {
    throw new Error(`its path ${JSON.stringify(name)} leads out of the root`);
  }
  const [first = ''] = parts;
  if (!MERGED.amd64.includes(first)) return parts.join('/');
  return parts.length === 1 ? '' : `usr/${parts.join('/')}`;
}

/** Whether a path of the image is not taken over from packages. */
export function isLeftOut(path: string, purpose: Purpose): boolean {
  if (LEFT_OUT[purpose].some((folder) => path === folder || path.startsWith(`${folder}/`))) {
    return true;
  }
  // Of usr/share/doc, the folder (or link) of each package and its copyright file.
  return /^usr\/share\/doc\/[^/]+\/(?!copyright$)/.test(path);
}
