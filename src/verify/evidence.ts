import type { Code } from '../diagnostics/codes.ts';
import type { Evidence, Verified } from './types.ts';

export const PROVENANCE = 'https://slsa.dev/provenance/v1';

/** The predicates of a type, as far as they are signed. */
export function predicatesOf(
  { statements }: Pick<Evidence, 'statements'>,
  type: string,
): unknown[] {
  return statements.filter((one) => one.predicateType === type).map(({ predicate }) => predicate);
}

export function failed(id: Verified['id'], code: Code, evidence: string): Verified {
  return { id, pass: false, evidence, code };
}
