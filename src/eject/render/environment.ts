import type { Step } from '../../plan/types.ts';
import { isPlain } from './quoting.ts';

export interface StepEnv {
  /** Variables that stay from here on: every step after this one has them too. */
  fixed: [name: string, value: string][];
  /** Variables of this step alone. */
  own: [name: string, value: string][];
}

/**
 * The environment of each step. ENV cannot be taken back, so that what a later step does not have, and
 * what ENV cannot hold, is given to the step alone.
 */
export function envOf(steps: readonly Step[]): StepEnv[] {
  const current = new Map<string, string>();
  return steps.map((step, index) => {
    const env = { ...step.env, ...(step.ssh && { GIT_SSH_COMMAND: SSH }) };
    const later = steps.slice(index + 1);
    const stays = ([name, value]: [string, string]) =>
      isPlain(value) && later.every((one) => Object.hasOwn(one.env, name));
    const pairs = Object.entries(env).filter(([name, value]) => current.get(name) !== value);
    const fixed = pairs.filter(stays);
    for (const [name, value] of fixed) current.set(name, value);
    return { fixed, own: pairs.filter((pair) => !stays(pair)) };
  });
}

/** As harden has it: no host is believed that the file does not name. */
const SSH =
  'ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o GlobalKnownHostsFile=/run/harden/known_hosts -o UserKnownHostsFile=/dev/null';
