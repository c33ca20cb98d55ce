import { hasControl, leadsAbove, show } from '../oci/safe-path.ts';
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
 * plain sentence on a path that leaves the root, or that no package should have.
 */
export function imagePath(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw new Error(`its path ${show(name)} leads out of the root`);
  if (hasControl(name)) throw new Error(`its path ${show(name)} has a control character`);
  const [first = ''] = parts;
  if (!MERGED.amd64.includes(first)) return parts.join('/');
  return parts.length === 1 ? '' : `usr/${parts.join('/')}`;
}

/**
 * The target of the link at a path of the image. Throws a plain sentence on one that leads above the root, which
 * Debian's policy (10.5) forbids.
 */
export function linkTarget(path: string, target: string): string {
  const link = `its link ${show(path)} -> ${show(target)}`;
  if (target === '' || hasControl(target)) throw new Error(`${link} leads to no path`);
  if (leadsAbove(path, target)) throw new Error(`${link} leads out of the root`);
  return target;
}

/** Whether a path of the image is not taken over from packages. */
export function isLeftOut(path: string, purpose: Purpose): boolean {
  if (LEFT_OUT[purpose].some((folder) => path === folder || path.startsWith(`${folder}/`))) {
    return true;
  }
  // Of usr/share/doc, the folder (or link) of each package and its copyright file.
  return /^usr\/share\/doc\/[^/]+\/(?!copyright$)/.test(path);
}
