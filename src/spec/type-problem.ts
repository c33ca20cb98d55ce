import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { pathText, valueText } from './show.ts';
import { type Path, type SourceMap, valueSpan, writtenAt } from './source-map.ts';

const NAMES: Record<string, string> = {
  string: 'text',
  number: 'a whole number',
  int: 'a whole number',
  array: 'a list',
  object: 'keys and values',
  record: 'keys and values',
  boolean: 'true or false',
};

/** A value of another type than the schema wants, with the literal fix where there is one. */
export function typeProblem(
  expected: readonly string[],
  path: Path,
  value: unknown,
  source: SourceMap,
): Diagnostic {
  const span = valueSpan(source, path);
  const written = writtenAt(source, path);
  const where = pathText(path) || 'the file';
  const fraction = FRACTIONS.has(where) && 'a number';
  const names = fraction || [...new Set(expected.map((type) => NAMES[type] ?? type))].join(' or ');
  if (typeof value === 'number' && path[0] === 'with') {
    const read = `YAML reads ${written} as the number ${value}`;
    return error('spec/number-as-version', `${read}, expected text`, {
      span,
      hint: `quote it: ${String(path.at(-1))}: "${written}"`,
    });
  }
  const message = `${where} is ${valueText(value, written)}, expected ${names}`;
  const own = colonHint(path, value) ?? FIXES[where];
  const hint = own ?? hintFor(expected, value, written, path) ?? `write ${names} in its place`;
  return error('spec/wrong-type', message, { span, hint });
}

/** Numbers that need not be whole. */
const FRACTIONS = new Set(['policy.epss', 'policy.cvss']);

/** Where the type alone does not say what to write. */
const FIXES: Record<string, string> = {
  'the file': 'start with these lines:\nversion: 1\nlanguage: go\nentrypoint: [/app/server]',
  'runtime.stopSignal': 'write the name of the signal: stopSignal: SIGTERM',
  'policy.kev': 'write kev: true, or remove it',
  'policy.epss': 'write a probability, without quotes: epss: 0.5',
  'policy.cvss': 'write a base score, without quotes: cvss: 9.0',
  'policy.size': 'add a unit, in quotes: size: "50MB"',
  ...Object.fromEntries(
    ['critical', 'high', 'medium', 'low', 'unknown'].map((severity) => [
      `policy.grace.${severity}`,
      `add the unit: ${severity}: 7d`,
    ]),
  ),
};

function hintFor(
  expected: readonly string[],
  value: unknown,
  written: string | undefined,
  path: Path,
): string | undefined {
  const wants = (type: string) => expected.includes(type);
  const key = path.findLast((part) => typeof part === 'string');
  if (value === null)
    return path.length > 0 ? `give ${String(key)} a value, or remove it` : undefined;
  if (wants('array') && typeof value === 'string') {
    return `write it as a list: ${String(key)}: ${listOf(value, String(key))}`;
  }
  if (wants('array') && typeof value !== 'object') {
    return `write it as a list: ${String(key)}: [${written}]`;
  }
  if (wants('array')) return 'write it as a list: one item a line, each after a dash';
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  if (wants('string') && scalar && !wants('int') && !wants('number'))
    return `quote it: "${written}"`;
  if (wants('string') && Array.isArray(value)) return 'write one value, without [ and ]';
  const isNumber = typeof value === 'string' && /^\d+$/.test(value);
  const wantsNumber = wants('int') || wants('number');
  if (wantsNumber && isNumber) return `write it without quotes: ${value}`;
  if (wantsNumber) return 'write a whole number, such as 0';
  if (wants('object') || wants('record')) return 'write keys below it, indented by two spaces';
  return undefined;
}

/** `key:value` is one word to YAML. */
function colonHint(path: Path, value: unknown): string | undefined {
  if (path.length > 0 || typeof value !== 'string' || !/\w:\S/.test(value)) return undefined;
  return 'write a space after the colon of each key: version: 1';
}

/** A command line that was written as one text, as the list that was meant. */
function listOf(value: string, key: string): string {
  const isCommand = ['entrypoint', 'cmd', 'run'].includes(key);
  const items = isCommand ? value.split(/\s+/).filter(Boolean) : [value];
  return `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
}
