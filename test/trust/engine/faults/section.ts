import { seeded } from '../../../seeded.ts';
import { type Amount, type Case, section } from '../../section.ts';
import { type Cut, programWithout } from '../program-without.ts';
import type { Fault } from './fault.ts';
import { interrupts } from './interrupts.ts';
import { OF_ENGINES } from './of-engines.ts';
import { OF_MACHINES } from './of-machines.ts';
import { OF_NETWORKS } from './of-networks.ts';
import { tryFault } from './try-fault.ts';

type Strike = (fault: Fault) => ReturnType<typeof tryFault>;

const STRUCK = {
  promise: 'the exit code that is documented, soon; nothing left; the next run is fine',
  seconds: 180,
  defence: (fault: Fault) => tryFault(fault),
  attempt: (strike: Strike, fault: Fault) => strike(fault),
};
const INTERRUPTS = { full: 50, short: 2 };

export const faults = section<Fault, Strike>({
  ...STRUCK,
  name: 'faults: engines, scanners, the machine, signals',
  meaning:
    'Engines that are killed, stopped, or out of disk or memory, a scanner that is killed or stopped, full disks, homes that cannot be written, clocks that jump, two runs at once, and 50 interruptions at moments of a seed: the end comes within 10 s (of a stopped scanner when its time is up), no process, mount, temporary file or half an output stays, and the same project builds at once afterwards (of the interruptions after every fifth).',
  atOnce: 2,
  cases: casesOfMachines,
  sabotage: {
    takenOut: 'the removal of the folder of a run',
    defence: struckWithout({
      file: 'src/output.ts',
      piece: 'dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),',
      instead: 'dispose: async () => {},',
    }),
  },
});

export const networkFaults = section<Fault, Strike>({
  ...STRUCK,
  name: 'faults: networks',
  meaning:
    'A registry and a mirror that close, cut, slow down, refuse, redirect, change or swallow what they send, in 16 ways each: what another try mends is mended, for anything else the end comes within 30 s (of silence 45 s), and with what it left in the cache the same is fine at once afterwards.',
  atOnce: 3,
  cases: casesOfNetworks,
  sabotage: {
    takenOut: 'the second try of what failed',
    defence: struckWithout({
      file: 'src/registry/http.ts',
      piece: 'retryDelay: 500, tries: 4 }',
      instead: 'retryDelay: 500, tries: 1 }',
    }),
  },
});

function* casesOfMachines(amount: Amount): Generator<Case<Fault>> {
  yield* casesOf(interrupts(INTERRUPTS[amount], seeded(20_261_126)));
  yield* casesOf(OF_MACHINES, amount);
  if (amount === 'full') yield* casesOf(OF_ENGINES);
}

function casesOfNetworks(amount: Amount): Generator<Case<Fault>> {
  return casesOf(OF_NETWORKS, amount);
}

function* casesOf(
  all: readonly (Fault & { seldom?: boolean })[],
  amount: Amount = 'full',
): Generator<Case<Fault>> {
  for (const fault of all) {
    if (amount === 'full' || !fault.seldom) yield { name: fault.what, input: fault };
  }
}

function struckWithout(cut: Cut): Strike {
  let program: Promise<string> | undefined;
  return async (fault) => {
    program ??= programWithout(cut);
    return tryFault(fault, await program);
  };
}
