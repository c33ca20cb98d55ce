import type { Compiled } from '../compile.ts';
import type { BuildRequest } from '../run.ts';
import type { Reason } from './refused.ts';

/** What of a compiled spec the last build is held against. */
export type AskedOf = Pick<
  Compiled,
  'plan' | 'file' | 'folder' | 'image' | 'base' | 'others' | 'preset' | 'debianMirror' | 'madeFrom'
>;

export interface Asking
  extends Pick<
    BuildRequest,
    'engine' | 'frozen' | 'baseline' | 'signer' | 'offline' | 'env' | 'now' | 'signal'
  > {
  compiled: AskedOf;
}

/** Why such a build is always made: what it does or is made from cannot be held against the last one. */
export function neverAnswered({ compiled, signer, offline }: Asking): Reason | undefined {
  const { plan, base, others } = compiled;
  if (signer) return 'signed';
  if (offline) return 'offline';
  if (others.length > 0) return 'platforms';
  if (base === 'auto') return 'base';
  if (plan.policy.signedBase) return 'signature';
  if (plan.base.kind === 'image' && plan.base.packages?.manager === 'apk') return 'apk';
  if (plan.stages.some(({ steps }) => steps.some(({ ssh }) => ssh))) return 'ssh';
  return undefined;
}
