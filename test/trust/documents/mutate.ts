import fc from 'fast-check';

/** One change of a JSON document, at a place of it. */
export interface Change {
  at: number;
  kind: (typeof KINDS)[number];
  value: unknown;
}

const KINDS = [
  ...(['drop', 'retype', 'twice', 'reverse', 'rename', 'extra', 'swap'] as const),
  ...(['huge', 'nest', 'cut', 'garble'] as const),
];

/** Values that are at some edge, or of another kind. */
const VALUES = [
  ...[null, true, false, 0, -0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, '', ' ', '0', '__proto__'],
  ...['\u0000', '\u202e', '\u001b[2J', '../../etc/passwd', '-rf', '$(id)', '2026-13-45', '*'],
  ...[[], {}, [null], [[]], { a: 1 }, `sha256:${'0'.repeat(64)}`, 'https://user:word@host.example'],
];
const NAMES = ['__proto__', 'constructor', 'toString', 'extra', '', '0', 'length', 'then'];
const LARGE = 100_000;
const DEEP = 3000;

export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    at: fc.nat({ max: 1_000_000 }),
    kind: fc.constantFrom(...KINDS),
    value: fc.oneof(fc.constantFrom(...VALUES), fc.string({ unit: 'binary', maxLength: 8 })),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The text of a document after these changes; for the same ones the same. */
export function mutated(document: unknown, all: readonly Change[]): string {
  const holder = { root: structuredClone(document) };
  for (const change of all) inTree(holder, change);
  return all.reduce(inText, JSON.stringify(holder.root) ?? 'null');
}

type Slot = [parent: Record<PropertyKey, unknown> | unknown[], key: string];

function inTree(holder: { root: unknown }, { at, kind, value }: Change): void {
  const slots = slotsOf(holder);
  const [parent, key] = slots[at % slots.length] ?? [holder, 'root'];
  const fields = parent as Record<string, unknown>;
  const old = fields[key];
  if (kind === 'drop') {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete fields[key];
  } else if (kind === 'retype') fields[key] = structuredClone(value);
  else if (kind === 'huge') fields[key] = typeof old === 'number' ? 1e300 : 'a'.repeat(LARGE);
  else if (kind === 'twice' && Array.isArray(parent)) parent.push(structuredClone(old));
  else if (kind === 'reverse' && Array.isArray(old)) old.reverse();
  else if (kind === 'swap') {
    const [otherParent, otherKey] = slots[(at * 31) % slots.length] ?? [parent, key];
    fields[key] = structuredClone((otherParent as Record<string, unknown>)[otherKey]);
  } else if (kind === 'rename' || kind === 'extra') {
    const target = kind === 'extra' && isObject(old) ? old : fields;
    if (kind === 'rename' && !Array.isArray(parent)) delete fields[key];
    const name = NAMES[at % NAMES.length] ?? 'extra';
    const own = { value: kind === 'rename' ? old : structuredClone(value), ...OWN };
    if (!Array.isArray(target)) Object.defineProperty(target, name, own);
  }
}

/** So that __proto__ is a key of the text and no prototype. */
const OWN = { enumerable: true, configurable: true, writable: true };

function inText(text: string, { at, kind }: Change): string {
  const where = at % (text.length + 1);
  if (kind === 'cut') return text.slice(0, where);
  if (kind === 'garble') return `${text.slice(0, where)}"${text.slice(where + 1)}`;
  if (kind !== 'nest') return text;
  return `${text.slice(0, -1)},"deep":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`;
}

/** Every place of a document that has a value. */
function slotsOf(holder: object): Slot[] {
  const found: Slot[] = [];
  const visit = (parent: object) => {
    for (const [key, value] of Object.entries(parent)) {
      found.push([parent as Slot[0], key]);
      if (typeof value === 'object' && value !== null) visit(value);
    }
  };
  visit(holder);
  return found;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
