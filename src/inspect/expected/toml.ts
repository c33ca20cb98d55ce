import { NotToml, TomlReader } from './toml-reader.ts';

/** What TOML can hold in a lock file. */
export type Toml = string | number | boolean | Toml[] | TomlTable;
export interface TomlTable {
  [key: string]: Toml;
}

/**
 * The TOML that programs write into lock files: tables, lists of tables, strings, numbers, lists
 * and inline tables. Undefined for text that is no such TOML.
 */
export function parseToml(text: string): TomlTable | undefined {
  const root: TomlTable = {};
  const reader = new TomlReader(text, assign);
  let table = root;
  try {
    for (reader.skip(); !reader.done(); reader.skip()) {
      const list = reader.take('[[');
      if (list || reader.take('[')) {
        const path = reader.keys();
        reader.need(list ? ']]' : ']');
        table = open(root, path, list);
      } else assign(table, reader);
    }
    return root;
  } catch (cause) {
    if (cause instanceof NotToml) return undefined;
    throw cause;
  }
}

function assign(table: TomlTable, reader: TomlReader): void {
  const path = reader.keys();
  reader.need('=');
  const last = path.pop() ?? '';
  set(open(table, path, false), last, reader.value());
}

/** The table that a path leads to, made where it is not there; a list means its last table. */
function open(root: TomlTable, path: readonly string[], list: boolean): TomlTable {
  let table = root;
  path.forEach((key, index) => {
    const found = Object.hasOwn(table, key) ? table[key] : undefined;
    if (list && index === path.length - 1) {
      const items = Array.isArray(found) ? found : [];
      set(table, key, items);
      table = {};
      items.push(table);
      return;
    }
    const inner = Array.isArray(found) ? found.at(-1) : (found ?? {});
    if (!isTable(inner)) throw new NotToml();
    if (found === undefined) set(table, key, inner);
    table = inner;
  });
  return table;
}

/** A key may have any name, `__proto__` too. */
function set(table: TomlTable, key: string, value: Toml): void {
  Object.defineProperty(table, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

export function isTable(value: Toml | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value);
}
