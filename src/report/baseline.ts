import { z } from 'zod';
import { error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { parseJson } from '../parse-json.ts';
import type { Baseline } from '../policy/delta.ts';

const finding = z.object({
  id: z.string(),
  aliases: z.array(z.string()),
  package: z.string(),
  version: z.string(),
  type: z.string(),
});

const report = z.object({
  schemaVersion: z.literal(1),
  image: z.object({ layers: z.array(z.object({ diffId: z.string() })) }),
  findings: z.array(finding),
});

/** Reads a report of an earlier run. Anything else is no baseline: everything would look new. */
export function readBaseline(text: string, file: string): Result<Baseline> {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    value = undefined;
  }
  const parsed = report.safeParse(value);
  if (parsed.success) {
    return ok({ findings: parsed.data.findings, layers: parsed.data.image.layers });
  }
  const message = `--baseline ${file} is no report of harden`;
  const hint = 'name a .harden/report.json, or what "harden build --json" printed';
  return fail(error('cli/bad-option', message, { hint }));
}
