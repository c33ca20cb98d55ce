import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { Place } from './places.ts';
import { type Path, type Position, pathKey, type SourceMap } from './source-map.ts';

/** Plain data with positions. `fatal`: the value is not whole, and nothing can be said of it. */
export interface Tree {
  value: unknown;
  source: SourceMap;
  problems: Diagnostic[];
  fatal: boolean;
}

export const MAX_DEPTH = 32;
const MAX_ALIASES = 50;
/** Aliases of aliases grow fast; no spec has this many values. */
const MAX_NODES = 20_000;

interface Reader {
  document: Document;
  place: Place;
  positions: Map<string, Position>;
  problems: Diagnostic[];
  aliases: number;
  nodes: number;
}

class Stop extends Error {}

/** Turns the parsed document to plain data by hand: aliases bounded, each value with its place. */
export function readTree(document: Document, file: string, place: Place): Tree {
  const positions = new Map<string, Position>();
  const reader: Reader = { document, place, positions, problems: [], aliases: 0, nodes: 0 };
  const source = { file, positions };
  try {
    const value = read(reader, document.contents, []);
    return { value, source, problems: reader.problems, fatal: false };
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    return { value: undefined, source, problems: reader.problems, fatal: true };
  }
}

function read(reader: Reader, node: Node | null, path: Path, inherited?: Position): unknown {
  const [start, end] = node?.range ?? [0, 0];
  const span = reader.place(start, end);
  const key = inherited ?? reader.positions.get(pathKey(path));
  // A key without a value has no place but its own.
  reader.positions.set(pathKey(path), { ...key, value: start < end ? span : (key?.key ?? span) });
  reader.nodes += 1;
  if (reader.nodes > MAX_NODES) stop(reader, tooLarge(span, reader.aliases > 0));
  if (path.length > MAX_DEPTH) stop(reader, tooDeep(span));
  if (isAlias(node)) return readAlias(reader, node, path);
  if (isMap(node)) return readMap(reader, node.items as Pair<Node, Node | null>[], path);
  if (isSeq(node)) return node.items.map((item, i) => read(reader, item as Node, [...path, i]));
  if (!isScalar(node)) return null;
  const written = node.source;
  const known = reader.positions.get(pathKey(path));
  if (known && written !== undefined) reader.positions.set(pathKey(path), { ...known, written });
  return node.value;
}

/** The value an alias stands for; what is wrong with it is shown where the alias is. */
function readAlias(reader: Reader, node: Node, path: Path): unknown {
  const span = reader.place(node.range?.[0] ?? 0, node.range?.[1] ?? 0);
  reader.aliases += 1;
  if (reader.aliases > MAX_ALIASES) stop(reader, tooManyAliases(span));
  const target = isAlias(node) ? node.resolve(reader.document) : undefined;
  if (!target) {
    const message = 'the alias names no anchor that stands before it';
    stop(reader, error('spec/syntax', message, { span, hint: 'write the value out instead' }));
  }
  const key = reader.positions.get(pathKey(path));
  const value = read(reader, target as Node, path, key);
  const known = reader.positions.get(pathKey(path));
  if (known) reader.positions.set(pathKey(path), { ...known, value: span });
  return value;
}

function readMap(reader: Reader, pairs: Pair<Node, Node | null>[], path: Path): unknown {
  // Without a prototype, so that a key such as constructor is a key like any other.
  const result: Record<string, unknown> = Object.create(null);
  for (const pair of pairs) {
    const name = keyName(reader, pair.key);
    if (name === undefined) continue;
    const span = reader.place(pair.key.range?.[0] ?? 0, pair.key.range?.[1] ?? 0);
    if (name === '__proto__') {
      reader.problems.push(noKey(name, span));
      continue;
    }
    const inner = [...path, name];
    const first = reader.positions.get(pathKey(inner));
    if (name in result) {
      reader.problems.push(duplicate(name, span, first));
      continue;
    }
    result[name] = read(reader, pair.value, inner, { value: span, key: span });
  }
  return result;
}

function keyName(reader: Reader, key: Node): string | undefined {
  if (isScalar(key) && ['string', 'number', 'boolean'].includes(typeof key.value)) {
    return key.source ?? String(key.value);
  }
  const span = reader.place(key.range?.[0] ?? 0, key.range?.[1] ?? 0);
  const hint = 'write a plain word before the colon';
  reader.problems.push(error('spec/syntax', 'the key is not a word', { span, hint }));
  return undefined;
}

/** To JavaScript it is not a key but what an object inherits from, and would be dropped on the way. */
function noKey(name: string, span: ReturnType<Place>): Diagnostic {
  const hint = 'remove it, or give it another name';
  return error('spec/unknown-key', `${name} cannot be a key`, { span, hint });
}

function duplicate(name: string, span: ReturnType<Place>, first: Position | undefined): Diagnostic {
  const line = first?.key?.line;
  const where = line === undefined ? 'before' : `in line ${line}`;
  return error('spec/duplicate-key', `${name} stands ${where} already, expected it once`, {
    span,
    hint: 'keep one of the two; YAML would silently drop the other',
  });
}

function tooManyAliases(span: ReturnType<Place>): Diagnostic {
  const message = `the aliases (*name) make the document too large, expected at most ${MAX_ALIASES}`;
  return error('spec/too-many-aliases', message, { span, hint: 'write the values out' });
}

function tooLarge(span: ReturnType<Place>, hasAliases: boolean): Diagnostic {
  if (hasAliases) return tooManyAliases(span);
  const message = `the document has more than ${MAX_NODES} values, expected some dozens`;
  return error('spec/too-large', message, { span, hint: 'check that this is the right file' });
}

function tooDeep(span: ReturnType<Place>): Diagnostic {
  const message = `the document is nested too deep, expected at most ${MAX_DEPTH} levels`;
  return error('spec/too-deep', message, { span, hint: 'take levels out; a spec needs five' });
}

function stop(reader: Reader, problem: Diagnostic): never {
  reader.problems.push(problem);
  throw new Stop();
}
