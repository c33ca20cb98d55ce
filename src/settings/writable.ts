import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { ImageFile } from '../inspect/types.ts';
import type { Content } from '../oci/types.ts';
import type { Writable } from '../plan/types.ts';
import type { User } from '../smoke/user.ts';
import { type Files, folder, foldersAbove, realPath } from './place.ts';

/** A container runtime mounts these; what lies there in the image is never seen. */
const MOUNTED = /^(?:dev|proc|sys)(?:\/|$)/;
/** Folders that are everyone's by the standard. */
const SHARED = /^(?:tmp|var\/tmp)$/;
const STICKY = 0o1777;
/** What the owner of a folder needs. */
const OWN = 0o700;

/**
 * The folders that the program writes, as its user's: a volume that is mounted there takes over its
 * owner from the image. Those that are missing are made; of those that are there, the folder and the
 * folders in it change their owner, and files keep theirs.
 * @throws HardenError runtime/not-a-folder.
 */
export function writableFolders(
  writable: readonly Writable[],
  files: Files,
  user: User,
): Content[] {
  return writable.flatMap((one) => {
    const path = realPath(files, one.path);
    if (path === '' || MOUNTED.test(path)) return [];
    const file = [path, ...foldersAbove(path)].find((part) => isNoFolder(files.get(part)));
    if (file) throw notAFolder(one, file);
    if (!files.has(path)) {
      return [{ entry: SHARED.test(path) ? folder(path, STICKY) : folder(path, 0o755, user) }];
    }
    const below = [...files.values()].filter(
      ({ path: other, type }) => type === 'directory' && other.startsWith(`${path}/`),
    );
    return [files.get(path) as ImageFile, ...below]
      .filter((there) => !isWritable(there, user))
      .map((there) => ({ entry: folder(there.path, there.mode | OWN, user) }));
  });
}

function isNoFolder(file: ImageFile | undefined): boolean {
  return file !== undefined && file.type !== 'directory';
}

function isWritable({ mode, uid }: ImageFile, user: User): boolean {
  return (mode & STICKY) === STICKY || (uid === user.uid && (mode & OWN) === OWN);
}

function notAFolder({ path, origin }: Writable, file: string): HardenError {
  const message = `${path} cannot be a folder: /${file} is a file of the image`;
  const hint = 'name the folder that the program writes, not a file in it';
  return new HardenError(error('runtime/not-a-folder', message, { span: origin, hint }));
}
