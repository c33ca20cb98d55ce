import type { BaseSignature, Check } from '../report/types.ts';

/** The id of the check. */
export const SIGNED_BASE = 'signed-base';

/** Whether the makers of the base have signed it; what nobody has looked at proves nothing. */
export function checkSignedBase(signature: BaseSignature | undefined): Check {
  const { state, why } = signature ?? { state: 'not checked', why: 'the build did not look' };
  return { id: SIGNED_BASE, pass: state === 'verified', evidence: `${state}: ${why}` };
}
