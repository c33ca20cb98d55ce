import type { Span } from '../diagnostics/diagnostic.ts';

/** The way to a value: keys and list indexes, from the top of the document. */
export type Path = readonly PropertyKey[];

/** Where a value stands, where its key stands, and a scalar as it was written. */
export interface Position {
  value: Span;
  key?: Span;
  written?: string;
}

/** The positions of everything in one document. */
export interface SourceMap {
  file: string;
  positions: ReadonlyMap<string, Position>;
}

export function pathKey(path: Path): string {
  return JSON.stringify(path.map(String));
}

/** The span of a value, or of its nearest parent's key when the value is not there. */
export function valueSpan(source: SourceMap, path: Path): Span {
  const position = source.positions.get(pathKey(path));
  if (position) return position.value;
  return parentSpan(source, path);
}

/** The span of a key, or of the value where there is no key (list items, the document). */
export function keySpan(source: SourceMap, path: Path): Span {
  const position = source.positions.get(pathKey(path));
  return position?.key ?? position?.value ?? parentSpan(source, path);
}

/** A scalar as it was written, for example `3.10` where YAML read 3.1. */
export function writtenAt(source: SourceMap, path: Path): string | undefined {
  return source.positions.get(pathKey(path))?.written;
}

function parentSpan(source: SourceMap, path: Path): Span {
  for (let length = path.length - 1; length > 0; length--) {
    const position = source.positions.get(pathKey(path.slice(0, length)));
    if (position) return position.key ?? position.value;
  }
  return { file: source.file, line: 1, column: 1, length: 1 };
}
