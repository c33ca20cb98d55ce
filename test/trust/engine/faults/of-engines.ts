import type { Fault } from './fault.ts';
import { SLOW } from './place.ts';

const IN_A_STEP = { files: SLOW, at: /building in the toolchain/, ownEngine: true };

/** What happens to the engine, or to what runs in it. */
export const OF_ENGINES: Fault[] = [
  {
    what: 'the engine is killed in a step',
    ...IN_A_STEP,
    codes: [5],
    says: 'engine/lost',
    happens: (_, { engine }) => kill(engine, 'SIGKILL'),
  },
  {
    what: 'the engine is ended in a step',
    ...IN_A_STEP,
    codes: [5],
    says: 'engine/lost',
    happens: (_, { engine }) => kill(engine, 'SIGTERM'),
  },
  {
    what: 'the engine is stopped in a step, and says nothing any more',
    ...IN_A_STEP,
    codes: [5],
    says: 'engine/lost',
    happens: (_, { engine }) => {
      kill(engine, 'SIGSTOP');
      return () => kill(engine, 'SIGCONT');
    },
  },
  {
    what: 'the engine is killed as soon as it is asked',
    ownEngine: true,
    at: /resolving base, toolchain and scanners/,
    codes: [5],
    says: 'engine/lost',
    happens: (_, { engine }) => kill(engine, 'SIGKILL'),
  },
  {
    what: 'nothing is at the address of the engine',
    command: ['build', '--engine', 'tcp://127.0.0.1:1'],
    codes: [5],
    says: 'engine/unreachable',
  },
];

function kill(pid: number, signal: NodeJS.Signals): undefined {
  process.kill(pid, signal);
}
