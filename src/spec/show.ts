import type { Path } from './source-map.ts';

const SHOWN = 60;

/** A path as people write it: `artifacts[0].from`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const word = String(key);
    const part = /^[A-Za-z_][\w-]*$/.test(word) ? word : JSON.stringify(word);
    return text ? `${text}.${part}` : part;
  }, '');
}

/** A value in a sentence; `written` is a scalar as it stands in the file. */
export function valueText(value: unknown, written?: string): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return listText(value);
  if (typeof value === 'object') return mapText(Object.keys(value));
  if (typeof value === 'string') return value === '' ? 'empty' : JSON.stringify(short(value));
  const read = String(value);
  if (typeof value === 'boolean') return read;
  return written !== undefined && written !== read ? `${written} (read as ${read})` : read;
}

function listText(items: unknown[]): string {
  if (items.length === 0) return 'an empty list';
  if (items.some((item) => typeof item === 'object' && item !== null)) return 'a list';
  const text = `[${items.map(itemText).join(', ')}]`;
  return text.length <= SHOWN ? text : 'a list';
}

function itemText(item: unknown): string {
  if (typeof item !== 'string') return String(item);
  return /^[\w@%+=:./-]+$/.test(item) ? item : JSON.stringify(item);
}

function mapText(keys: string[]): string {
  const text = `{${keys.join(', ')}}`;
  return text.length <= SHOWN ? text : 'a map of keys';
}

/** `a, b or c` */
export function choiceText(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}

function short(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
