import { isOfApp } from '../../oci/layer-source.ts';
import type { Check } from '../../report/types.ts';
import type { ImageFile } from '../types.ts';
import { none } from './check.ts';

/** Folders that are world-writable by the standard; they need the sticky bit to be so. */
const SHARED = new Set(['tmp', 'var/tmp', 'run/lock', 'dev/shm']);

/** What files allow to whom. `user` is that of the image's config. */
export function checkRights(files: readonly ImageFile[], user: string): Check[] {
  return [
    none('no-setuid', files.filter(gainsRights), 'no file with setuid, setgid or capabilities'),
    none(
      'no-world-writable',
      files.filter(isWorldWritable),
      'nothing that everyone can write outside /tmp',
    ),
    none(
      'no-devices',
      files.filter(({ type }) => type === 'other'),
      'no device, pipe or socket',
    ),
    none(
      'app-read-only',
      files.filter((file) => isOwnCode(file) && mayWrite(file, user)),
      'the program cannot write its own code',
    ),
  ];
}

function gainsRights(file: ImageFile): boolean {
  const runs = file.type === 'file' || file.type === 'hardlink';
  return runs && ((file.mode & 0o6000) !== 0 || file.capabilities);
}

function isWorldWritable(file: ImageFile): boolean {
  if (file.type === 'symlink' || (file.mode & 0o002) === 0) return false;
  return !(SHARED.has(file.path) && file.mode & 0o1000);
}

function isOwnCode({ kind, type }: ImageFile): boolean {
  return isOfApp(kind) && type !== 'symlink';
}

/** An owner may give itself the right to write, whatever the mode is. */
function mayWrite({ uid, gid, mode }: ImageFile, user: string): boolean {
  const [id, group = id] = user.split(':');
  return String(uid) === id || (String(gid) === group && (mode & 0o020) !== 0);
}
