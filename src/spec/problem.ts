import type { z } from 'zod';
import type { Code } from '../diagnostics/codes.ts';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { unknownBase } from './base-schema.ts';
import { missingKey, unknownKey } from './key-problem.ts';
import { choiceText, pathText, valueText } from './show.ts';
import { keySpan, type Path, valueSpan, writtenAt } from './source-map.ts';
import { typeProblem } from './type-problem.ts';
import type { Checked } from './validate.ts';

type Issue = z.core.$ZodIssue;

/** A finding of the schema as diagnostics: what was read, what was expected, and the fix. */
export function problemsOf(issue: Issue, checked: Checked): Diagnostic[] {
  const { source } = checked.parsed;
  const path = issue.path;
  const value = valueAt(checked.parsed.value, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, checked));
    case 'invalid_type':
      if (value === undefined) return [missingKey(path, checked)];
      return [typeProblem([issue.expected], path, value, source)];
    case 'invalid_union':
      return unionProblems(issue, checked);
    case 'invalid_value':
      if (value === undefined) return [missingKey(path, checked)];
      return [choiceProblem(issue.values, path, value, checked)];
    case 'invalid_key': {
      const [inner] = issue.issues;
      const [expected, hint] = split(inner?.message ?? 'another name');
      const message = `${pathText(path.slice(0, -1))} has the key ${JSON.stringify(path.at(-1))}, expected ${expected}`;
      const span = keySpan(source, path);
      return [error('spec/bad-value', message, { span, hint: 'give it another name', ...hint })];
    }
    default:
      return [valueProblem(issue, path, value, checked)];
  }
}

/** The findings of the branch that was meant: the one whose type fits, with the fewest findings. */
function unionProblems(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  checked: Checked,
): Diagnostic[] {
  const value = valueAt(checked.parsed.value, issue.path);
  if (value === undefined) return [missingKey(issue.path, checked)];
  const fitting = issue.errors.filter((branch) => !branch.some((one) => isOtherType(one, value)));
  const [best] = fitting.sort((a, b) => a.length - b.length);
  if (best) {
    return best.flatMap((inner) =>
      problemsOf({ ...inner, path: [...issue.path, ...inner.path] } as Issue, checked),
    );
  }
  const expected = issue.errors.flatMap(([first]) =>
    first?.code === 'invalid_type' ? [first.expected] : first ? ['string'] : [],
  );
  return [typeProblem(expected, issue.path, value, checked.parsed.source)];
}

function isOtherType(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_value') return typeof value !== 'string';
  return issue.code === 'invalid_type';
}

function choiceProblem(
  values: readonly unknown[],
  path: Path,
  value: unknown,
  { parsed: { source } }: Checked,
): Diagnostic {
  const span = valueSpan(source, path);
  if (pathText(path) === 'base' && typeof value === 'string') {
    const { message, hint } = unknownBase(value);
    return error('spec/unknown-base', message, { span, hint });
  }
  if (pathText(path) === 'version') return formatVersion(value, path, source);
  const names = values.map(String);
  const read = valueText(value, writtenAt(source, path));
  const message = `${pathText(path)} is ${read}, expected ${choiceText(names)}`;
  const near = typeof value === 'string' ? suggest(value, names) : undefined;
  const hint = near
    ? `did you mean ${near}?`
    : (RELEASES[names[0] ?? ''] ?? `write ${choiceText(names)}`);
  const wrongType = typeof value !== typeof values[0];
  return error(wrongType ? 'spec/wrong-type' : 'spec/bad-value', message, { span, hint });
}

/** People know Debian by its numbers as well. */
const RELEASES: Record<string, string> = {
  trixie: 'write trixie (Debian 13) or bookworm (Debian 12)',
};

function formatVersion(value: unknown, path: Path, source: Checked['parsed']['source']) {
  const span = valueSpan(source, path);
  const written = writtenAt(source, path);
  const message = `version is ${valueText(value, written)}, expected 1, the version of this format`;
  if (typeof value === 'number' && !Number.isInteger(value)) {
    const hint = `write version: 1; the version of the language goes below with, in quotes: with: {version: "${written}"}`;
    return error('spec/number-as-version', message, { span, hint });
  }
  return error('spec/bad-value', message, { span, hint: 'write version: 1' });
}

/** Messages of the schema say what is expected and, after a line end, the fix. */
function valueProblem(issue: Issue, path: Path, value: unknown, checked: Checked): Diagnostic {
  const { source } = checked.parsed;
  const params = issue.code === 'custom' ? issue.params : undefined;
  const code = (params?.['code'] as Code | undefined) ?? 'spec/bad-value';
  const [expected, hint] = split(issue.message);
  const where = pathText(path) || 'the file';
  const read = valueText(value, writtenAt(source, path));
  const span = valueSpan(source, path);
  return error(code, `${where} is ${read}, expected ${expected}`, {
    span,
    hint: Array.isArray(value) ? `add one, or remove ${where}` : `write ${expected}`,
    ...hint,
    ...absolutePath(expected, value),
  });
}

/** A relative path is most often one slash short. */
function absolutePath(expected: string, value: unknown): { hint: string } | object {
  if (!expected.startsWith('an absolute path') || typeof value !== 'string') return {};
  return /^[^/.][^\0]*$/.test(value) && !value.includes('..') ? { hint: `write /${value}` } : {};
}

function split(message: string): [expected: string, hint: { hint: string } | object] {
  const [expected = '', hint] = message.split('\n');
  return [expected, hint ? { hint } : {}];
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const key of path) current = (current as Record<PropertyKey, unknown> | null)?.[key];
  return current;
}
