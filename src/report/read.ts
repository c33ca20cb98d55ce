import { error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { parseJson } from '../parse-json.ts';
import { isPlatformsReport } from './platforms.ts';
import { reportSchema, VERSION } from './schema/report.ts';
import type { RunReport } from './types.ts';

/**
 * Reads a report that an earlier run stored, whole or not at all.
 * @returns report/unreadable for damaged JSON, another version, or another document.
 */
export function readReport(text: string, file: string): Result<RunReport> {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    return refused(`${file} is damaged, it cannot be read as JSON: ${(cause as Error).message}`);
  }
  const version = versionOf(value);
  if (version !== undefined && version !== VERSION) {
    const message = `${file} has schemaVersion ${JSON.stringify(version)}, expected ${VERSION}`;
    return refused(message, 'build again, or use the version of harden that wrote it');
  }
  if (isPlatformsReport(value)) {
    const names = value.image.platforms.map(({ platform }) => platform).join(', ');
    const hint = `name one of them: ${value.image.platforms.map(({ report }) => report).join(' or ')}`;
    return refused(`${file} is of several platforms, each of which has a report: ${names}`, hint);
  }
  const parsed = reportSchema.safeParse(value);
  if (parsed.success) return ok(value as RunReport);
  const [issue] = parsed.error.issues;
  const place = issue?.path.map(String).join('.') || 'the document';
  return refused(`${file} is no report of harden: ${place}: ${issue?.message}`);
}

function versionOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return 'schemaVersion' in value ? value.schemaVersion : undefined;
}

function refused(message: string, hint = 'build again, which writes .harden/report.json anew') {
  return fail(error('report/unreadable', message, { hint }));
}
