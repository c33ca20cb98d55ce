import type { FileRights, User } from './types.ts';
import { readOnly } from './writes.ts';

const READ = 4;
const ENTER = 1;

/** Why a user may not use a path, as the files of the image tell; undefined where they do not. */
export function denied(
  path: string,
  user: User,
  rights: ReadonlyMap<string, FileRights>,
): string | undefined {
  for (const folder of foldersTo(path)) {
    const found = rights.get(folder);
    if (found && !may(found, user, ENTER)) return noEntry(folder, found, user);
  }
  const file = rights.get(path);
  if (!file) return undefined;
  if (may(file, user, file.folder ? READ | ENTER : READ)) return readOnly(path, 'open');
  if (file.folder) return noEntry(path, file, user);
  return `${whoseIs(path, file)}, and user ${user.uid} may not read it: give the artifact mode: "0644"`;
}

function noEntry(folder: string, found: FileRights, { uid }: User): string {
  return `${whoseIs(folder, found)}, and user ${uid} may not enter it: let it use another folder, or add runtime.writable: [${folder}]`;
}

function whoseIs(path: string, { mode, uid }: FileRights): string {
  return `${path} is of user ${uid} with mode 0${(mode & 0o777).toString(8)}`;
}

function may({ mode, uid, gid }: FileRights, user: User, asked: number): boolean {
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return ((mode >> shift) & asked) === asked;
}

/** The folders above a path, the outermost first. */
function foldersTo(path: string): string[] {
  const parts = path.split('/').slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}
