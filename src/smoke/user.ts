/** Numeric ids. */
export interface User {
  uid: number;
  gid: number;
}

/** Whether the ids of a config's `User` can be told without looking into the image. */
export function isNumericPair(user: string): boolean {
  return /^\d+:\d+$/.test(user);
}

/**
 * The ids that container runtimes take for the `User` of an image config: a name, or a user without
 * a group, is looked up in the image's own files, and the group is 0 when nothing tells it. Nothing
 * for a name that is not there.
 */
export function userOf(user: string, passwd: string, groups: string): User | undefined {
  const [name = '', group] = (user || '0').split(':');
  const line = recordOf(passwd, name, 2);
  const uid = numeric(name) ?? numeric(line?.[2]);
  const gid = group
    ? (numeric(group) ?? numeric(recordOf(groups, group, 2)?.[2]))
    : numeric(line?.[3]);
  if (uid === undefined || (group && gid === undefined)) return undefined;
  return { uid, gid: gid ?? 0 };
}

/** The line of a colon-separated file whose name or id is this. */
function recordOf(text: string, key: string, id: number): string[] | undefined {
  const records = text.split('\n').map((line) => line.split(':'));
  return records.find(
    (fields) => fields[0] === key || (numeric(key) !== undefined && fields[id] === key),
  );
}

function numeric(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
