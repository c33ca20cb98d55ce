import { z } from 'zod';
import { finding } from '../report/schema/finding.ts';
import { list, span, text, told } from '../report/schema/words.ts';

const explanation = z.object({
  kind: z.enum(['package', 'vulnerability', 'check', 'layer', 'file', 'step', 'build']),
  subject: text,
  what: text,
  why: told('Reasons, the first tells most', list),
  paths: told('What leads to it, from what the project asks for', z.array(list)).optional(),
  findings: z.array(finding),
  fix: told('In the imperative; empty where nothing is to be done', list),
  line: told('The line to change', span).optional(),
});

/** What `harden explain --json` prints. */
export const explanationsSchema = z.object({
  schemaVersion: z.literal(1),
  explanations: z.array(explanation),
});
