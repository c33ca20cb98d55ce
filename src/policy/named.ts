import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Policy } from '../plan/types.ts';
import { POLICY_PRESETS } from './presets.ts';

/**
 * The policy that a preset is when nothing else is said.
 * @throws HardenError cli/bad-option for a name that no preset has.
 */
export function policyNamed(name: string): Policy {
  const preset = NAMES.find((known) => known === name);
  if (preset) return { preset, vulnerabilities: {}, ignore: [] };
  throw new HardenError(
    error('cli/bad-option', `there is no policy preset ${JSON.stringify(name)}`, {
      hint: `use one of: ${NAMES.join(', ')}`,
    }),
  );
}

const NAMES = Object.keys(POLICY_PRESETS) as Policy['preset'][];
