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

const SHADOW = 'etc/shadow';

/**
 * `etc/shadow` without the day of users that a package made: another day would be another image. An
 * empty day means that their passwords, which they do not have, never grow old.
 */
export function withoutDays(before: Texts, after: Texts): Map<string, string> {
  const shadow = after.get(SHADOW);
  if (shadow === undefined) return new Map();
  const known = new Set(before.get(SHADOW)?.split('\n'));
  const lines = shadow
    .split('\n')
    .map((line) => (known.has(line) ? line : line.replace(/^([^:]*:[^:]*:)\d+/, '$1')));
  const text = lines.join('\n');
  return text === shadow ? new Map() : new Map([[SHADOW, text]]);
}

/** Both files have the number in their third field. */
function hasId(text: string, id: string): boolean {
  return text.split('\n').some((line) => line.split(':')[2] === id);
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
