import type { SmokeTest } from '../plan/types.ts';
import type { About } from './diagnosis.ts';
import { judgeSmoke } from './judge.ts';
import type { SmokeFacts, SmokeResult, User } from './types.ts';

/** What was seen of a test: as the image's own user, and as one that it does not know. */
export interface Seen {
  own: SmokeFacts;
  /** Absent where the spec says that the program runs as its own user only. */
  any?: SmokeFacts;
}

/**
 * One result for both users: what fails as its own user is told of that one alone.
 * `fixedUser` is the reason why there is no other.
 */
export function judgeUsers(
  test: SmokeTest,
  { own, any }: Seen,
  about: About,
  users: { own: User; any: User; fixedUser?: string },
): SmokeResult {
  const result = judgeSmoke(test, own, { ...about, user: users.own });
  if (!result.pass) return result;
  if (!any) return { ...result, evidence: result.evidence + reasonOf(users) };
  const other = judgeSmoke(test, any, { ...about, user: users.any });
  if (other.pass) {
    const memory = Math.max(result.memory ?? 0, other.memory ?? 0);
    return {
      ...result,
      evidence: `${result.evidence}, as any user too`,
      ...(memory > 0 && { memory }),
    };
  }
  return {
    ...other,
    evidence: `as user ${any.uid ?? users.any.uid} of group 0 ${other.evidence}`,
    diagnosis: `${other.diagnosis ?? 'read its last lines below'}; ${EITHER}`,
  };
}

const EITHER =
  'it works as its own user, so if it can do so as no other, write runtime.fixedUser with the reason';

function reasonOf({ fixedUser }: { fixedUser?: string }): string {
  return fixedUser ? `, only as its own user: ${fixedUser}` : '';
}
