import type { Texts } from '../packages/types.ts';

/**
 * `etc/passwd` and `etc/group` with the user the program runs as, where the base has none of that
 * number: programs look up their home and their name.
 */
export function withUser(texts: Texts, user: string): Map<string, string> {
  const [uid = '', gid = uid] = user.split(':');
  const passwd = texts.get('etc/passwd');
  const group = texts.get('etc/group');
  const changed = new Map<string, string>();
  if (passwd !== undefined && !hasId(passwd, uid)) {
    const line = `nonroot:x:${uid}:${gid}:nonroot:/home/nonroot:/sbin/nologin\n`;
    changed.set('etc/passwd', ended(passwd) + line);
  }
  if (group !== undefined && !hasId(group, gid)) {
    changed.set('etc/group', `${ended(group)}nonroot:x:${gid}:\n`);
  }
  return changed;
}

/** Both files have the number in their third field. */
function hasId(text: string, id: string): boolean {
  return text.split('\n').some((line) => line.split(':')[2] === id);
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
