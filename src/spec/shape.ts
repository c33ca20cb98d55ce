import type { z } from 'zod';
import type { Path } from './source-map.ts';

type Schema = z.core.$ZodType;

/** The keys a schema knows at a path; empty where it takes any key, or none. */
export function keysAt(schema: Schema, path: Path): string[] {
  return [...new Set(schemasAt(schema, path).flatMap((one) => Object.keys(shapeOf(one))))];
}

/** What the schema says of the value at a path. */
export function descriptionAt(
  schema: Schema,
  path: Path,
  describe: (schema: Schema) => string | undefined,
): string | undefined {
  return schemasAt(schema, path, false)
    .map(describe)
    .find((text) => text !== undefined);
}

/** The places where a key of this name is known, as paths of keys, the nearest to the top first. */
export function placesOf(schema: Schema, name: string): string[][] {
  const found: string[][] = [];
  const visit = (one: Schema, path: string[]) => {
    for (const [key, inner] of Object.entries(shapeOf(one))) {
      if (key === name) found.push(path);
      for (const option of optionsOf(inner)) visit(option, [...path, key]);
    }
  };
  for (const option of optionsOf(schema)) visit(option, []);
  return found.sort((a, b) => a.length - b.length);
}

function schemasAt(schema: Schema, path: Path, unwrapLast = true): Schema[] {
  let current: Schema[] = [schema];
  for (const key of path) {
    current = current.flatMap(optionsOf).flatMap((one) => innerOf(one, key));
  }
  return unwrapLast ? current.flatMap(optionsOf) : current;
}

/** The schema without `optional`, and each member of a union. */
function optionsOf(schema: Schema): Schema[] {
  const def = defOf(schema);
  if (def.innerType) return optionsOf(def.innerType);
  if (def.options) return def.options.flatMap(optionsOf);
  return [schema];
}

function innerOf(schema: Schema, key: PropertyKey): Schema[] {
  const def = defOf(schema);
  const inner = def.shape ? def.shape[String(key)] : (def.element ?? def.valueType);
  return inner ? [inner] : [];
}

function shapeOf(schema: Schema): Record<string, Schema> {
  return defOf(schema).shape ?? {};
}

interface Def {
  innerType?: Schema;
  options?: Schema[];
  shape?: Record<string, Schema>;
  element?: Schema;
  valueType?: Schema;
}

function defOf(schema: Schema): Def {
  return schema._zod.def as unknown as Def;
}
