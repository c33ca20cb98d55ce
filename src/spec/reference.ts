import { specJsonSchema } from './json-schema.ts';

/** One key of a JSON Schema: its path, what it takes, whether it must be there. */
interface KeyRow {
  path: string;
  type: string;
  required: boolean;
  description: string;
}

interface Node {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Node[];
  items?: Node;
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  required?: string[];
  description?: string;
}

/** docs/spec.md: every key of hardening.yaml, made from the schema. */
export function specReference(): string {
  return [
    '# hardening.yaml',
    '',
    'Made from the schema by `npm run generate`. Keys in bold must be there. A value in quotes is',
    'text: versions, modes and users are quoted, since YAML would read them as numbers. Unknown keys',
    'are errors. `language` and `entrypoint` may be left to each of `images`, which [many.md](many.md)',
    'explains; a file with `workspace` has nothing else.',
    '',
    keyTable(specJsonSchema()),
    '',
  ].join('\n');
}

/** A table of all keys of a schema, in its order. */
export function keyTable(schema: object): string {
  const rows = keysOf(schema as Node, '').map(({ path, type, required, description }) => {
    const name = required ? `**\`${path}\`**` : `\`${path}\``;
    return `| ${name} | ${type} | ${description} |`;
  });
  return ['| key | takes | meaning |', '|---|---|---|', ...rows].join('\n');
}

function keysOf(node: Node, prefix: string): KeyRow[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, inner]) => {
    const path = prefix ? `${prefix}.${key}` : key;
    const required = node.required?.includes(key) === true;
    const row = { path, type: typeOf(inner), required, description: inner.description ?? '' };
    // What an image of several takes is the rest of the table once more.
    return path === 'images' ? [{ ...row, type: NAMED_IMAGES }] : [row, ...below(inner, path)];
  });
}

function below(node: Node, path: string): KeyRow[] {
  const map = typeof node.additionalProperties === 'object' ? node.additionalProperties : {};
  return [
    ...keysOf(node, path),
    ...(node.items ? keysOf(node.items, `${path}[]`) : []),
    ...keysOf(map, `${path}.*`),
    ...(node.anyOf ?? []).flatMap((option) => keysOf(option, path)),
  ];
}

function typeOf(node: Node): string {
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum) return node.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (node.anyOf) return node.anyOf.map(typeOf).join(', or ');
  if (node.type === 'array') return `list of ${node.items ? typeOf(node.items) : 'values'}`;
  if (node.type === 'object') {
    const values = node.additionalProperties;
    return typeof values === 'object' ? `map of name to ${typeOf(values)}` : 'keys below';
  }
  return NAMES[node.type ?? ''] ?? 'any';
}

const NAMED_IMAGES = 'map of name to keys of this table';

const NAMES: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: '`true`, `false`',
};
