import type { Parsed } from './document.ts';
import { type Path, type Position, pathKey } from './source-map.ts';

type Keys = Record<string, unknown>;

/** One choice among several ways to say it: half of one way and half of another says nothing. */
const WHOLE = ['base', 'toolchain', 'runtime.healthcheck'];
/** Lists that add up: what the file accepts or denies for all its images stays so. */
const ADDED = ['policy.ignore', 'policy.accept', 'policy.vex', 'policy.licenses.deny'];

/**
 * One image of a file as a document of its own: what the file says for all, and over it what it says
 * for this one. Maps are merged key by key, everything else is replaced. Every value keeps its place.
 */
export function mergedImage({ value, source }: Parsed, name: string): Parsed {
  const { images, ...all } = value as Keys;
  const own = (images as Keys)[name] as Keys;
  // Inputs are those of one preset.
  const shared = own['language'] === undefined ? all : { ...all, with: undefined };
  const positions = new Map<string, Position>();
  const copy = (from: Path, to: Path) => {
    const position = source.positions.get(pathKey(from));
    if (position) positions.set(pathKey(to), position);
  };
  const take = (taken: unknown, from: Path, to: Path): unknown => {
    copy(from, to);
    if (Array.isArray(taken)) return taken.map((one, i) => take(one, [...from, i], [...to, i]));
    if (!isMap(taken)) return taken;
    return mapOf(Object.keys(taken), (key) => take(taken[key], [...from, key], [...to, key]));
  };
  const ownPath = (path: Path): Path => ['images', name, ...path];
  const over = (below: unknown, above: unknown, path: Path): unknown => {
    if (above === undefined) return take(below, path, path);
    if (below === undefined || WHOLE.includes(path.join('.')))
      return take(above, ownPath(path), path);
    if (Array.isArray(below) && Array.isArray(above) && ADDED.includes(path.join('.'))) {
      const first = take(below, path, path) as unknown[];
      copy(ownPath(path), path);
      const added = above.map((one, i) =>
        take(one, [...ownPath(path), i], [...path, first.length + i]),
      );
      return [...first, ...added];
    }
    if (!isMap(below) || !isMap(above)) return take(above, ownPath(path), path);
    copy(ownPath(path), path);
    const keys = [...new Set([...Object.keys(below), ...Object.keys(above)])];
    return mapOf(keys, (key) => over(below[key], above[key], [...path, key]));
  };
  const merged = over(shared, own, []) as Keys;
  if (typeof shared['name'] === 'string' && own['name'] === undefined) {
    merged['name'] = `${shared['name']}-${name}`;
  }
  return { value: merged, source: { file: source.file, positions } };
}

function isMap(value: unknown): value is Keys {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without a prototype, so that a key such as __proto__ is a key like any other. */
function mapOf(keys: readonly string[], make: (key: string) => unknown): Keys {
  const result: Keys = Object.create(null);
  for (const key of keys) {
    const value = make(key);
    if (value !== undefined) result[key] = value;
  }
  return result;
}
