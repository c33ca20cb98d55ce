import type { RunReport } from '../../../src/report/types.ts';

/** Words of a closed list: what stands there was chosen by harden. */
const CLOSED = /^(?:severity|kind|class|about|state|schemaVersion|code|standing)$/;
/** Kinds of a base are names; those of layers and owners are words of harden. */
const OPEN = /^image\.base\.kind$/;

/** Parts of a report that are filled one after the other. */
export const PARTS = [
  ...['image', 'libraries', 'checks', 'coverage', 'scanners', 'findings', 'packages', 'sources'],
  ...['disagreements', 'smoke', 'smokeNotRun', 'verdict', 'reports', 'diagnostics', 'toolchain'],
  ...['spec', 'times', 'unchanged', 'timings', 'plan', 'rebased'],
] as const satisfies readonly (keyof RunReport)[];

export type Part = (typeof PARTS)[number];

/** A report in which every text of these parts, names of keys too, is this one. */
export function filled(report: RunReport, parts: readonly Part[], text: string): RunReport {
  const there = parts.filter((part) => report[part] !== undefined);
  const texts = there.map((part) => [part, replaced(report[part], part, text)]);
  return { ...report, ...Object.fromEntries(texts) };
}

function replaced(value: unknown, path: string, text: string): unknown {
  const key = path.slice(path.lastIndexOf('.') + 1);
  if (typeof value === 'string') return CLOSED.test(key) && !OPEN.test(path) ? value : text;
  if (Array.isArray(value)) return value.map((one) => replaced(one, path, text));
  if (typeof value !== 'object' || value === null) return value;
  const free = /^(?:says|timings|reports)$/.test(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, one], i) => [
      free && i === 0 && text !== '__proto__' ? text : name,
      replaced(one, `${path}.${name}`, text),
    ]),
  );
}
