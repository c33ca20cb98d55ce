import type { Facts } from './audit/facts.ts';
import type { Start } from './audit/needs/start.ts';
import { specDraft } from './audit/spec/draft.ts';
import type { AuditReport } from './audit/types.ts';
import { onBase } from './init-project.ts';
import type { Preset } from './preset/types.ts';
import { SCHEMA_FILE } from './write-spec.ts';

/**
 * The proposal for what an image runs, compiled with the files of a folder: on the first base that
 * has the version of its language. Else why there is none.
 */
export async function proposedSpec(
  facts: Facts,
  start: Start,
  { presets, folder }: { presets: readonly Preset[]; folder: string },
): Promise<NonNullable<AuditReport['spec']> | { unknown: string }> {
  const presetOf = (language: string) => presets.find(({ name }) => name === language);
  const found = specDraft(facts, start, presetOf);
  if ('unknown' in found) return found;
  const { draft } = found;
  const proposal = { folder: '', draft, findings: [], choices: [], todo: [] };
  const settled = await onBase(proposal, { folder, schema: SCHEMA_FILE });
  const open = settled.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => `beside its sources the spec is whole; here ${message}`);
  return { language: draft.language, text: settled.text, notes: [...found.notes, ...open] };
}
