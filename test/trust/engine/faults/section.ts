import { seeded } from '../../../seeded.ts';
import { type Amount, type Case, section } from '../../section.ts';
import { programWithout } from '../program-without.ts';
import type { Fault } from './fault.ts';
import { interrupts } from './interrupts.ts';
import { OF_ENGINES } from './of-engines.ts';
import { OF_MACHINES } from './of-machines.ts';
import { OF_NETWORKS } from './of-networks.ts';
import { tryFault } from './try-fault.ts';

const INTERRUPTS = { full: 50, short: 2 };

export const faults = section<Fault, (fault: Fault) => ReturnType<typeof tryFault>>({
  name: 'faults: engines, the machine, networks, signals',
  promise: 'the exit code that is documented, soon; nothing left; the next run is fine',
  meaning:
    'Engines that are killed, stopped, or out of disk or memory, a scanner that is killed, full disks, homes that cannot be written, clocks that jump, two runs at once, a registry and a mirror with 16 kinds of trouble each, and 50 interruptions at moments of a seed: the end comes within 10 s, no process, mount, temporary file or half an output stays, and the same project builds at once afterwards (of the interruptions after every fifth).',
  seconds: 180,
  cases,
  defence: (fault) => tryFault(fault),
  attempt: (attempt, fault) => attempt(fault),
  sabotage: {
    takenOut: 'the removal of the folder of a run',
    defence: async (fault) => tryFault(fault, await littering()),
  },
});

function* cases(amount: Amount): Generator<Case<Fault>> {
  const quick = OF_MACHINES.filter(({ seldom }) => amount === 'full' || !seldom);
  const all = [
    ...interrupts(INTERRUPTS[amount], seeded(20_261_126)),
    ...quick,
    ...(amount === 'full' ? [...OF_ENGINES, ...OF_NETWORKS] : []),
  ];
  for (const fault of all) yield { name: fault.what, input: fault };
}

let cut: Promise<string> | undefined;

function littering(): Promise<string> {
  cut ??= programWithout({
    file: 'src/output.ts',
    piece: 'dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),',
    instead: 'dispose: async () => {},',
  });
  return cut;
}
