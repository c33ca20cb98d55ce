import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Policy } from '../plan/types.ts';

const POLICIES: Policy['preset'][] = ['strict', 'balanced', 'audit'];

/** The value of `--policy`; `balanced` where there is none. */
export function policyOf(chosen: unknown): Policy['preset'] {
  const preset = POLICIES.find((name) => name === (chosen ?? 'balanced'));
  if (preset) return preset;
  throw new HardenError(
    error('cli/bad-option', `there is no policy preset ${JSON.stringify(chosen)}`, {
      hint: `use one of: ${POLICIES.join(', ')}`,
    }),
  );
}
