import { execFileSync } from 'node:child_process';
import { processesWith } from '../../../../src/engine/processes.ts';
import type { Fault } from './fault.ts';
import { below } from './left.ts';
import { QUICK, SLOW } from './place.ts';

const IN_A_STEP = { files: SLOW, at: /building in the toolchain/, ownEngine: true as const };

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
    what: 'the engine gets no more memory in a step',
    ...IN_A_STEP,
    codes: [5],
    says: 'engine/lost',
    happens: (_, { engine }) => {
      execFileSync('prlimit', ['--pid', `${engine}`, '--as=1']);
      return undefined;
    },
  },
  {
    what: 'the disk of the engine is full',
    ownEngine: { disk: '200m' },
    codes: [3],
    says: 'build/no-disk',
    seconds: 120,
  },
  {
    what: 'a scanner is killed',
    ownEngine: true,
    at: /scanning with/,
    codes: [4],
    says: 'scan/failed',
    seconds: 120,
    happens: (_, { engine }) => signalBelow(engine, '/usr/local/bin/trivy', 'SIGKILL'),
  },
  {
    what: 'a scanner is stopped, and says nothing any more',
    ownEngine: true,
    files: {
      'hardening.yaml': QUICK['hardening.yaml'].replace('[trivy]', '[trivy], timeout: 20'),
    },
    at: /scanning with/,
    codes: [4],
    says: 'scan/failed',
    seconds: 30,
    happens: (_, { engine }) => signalBelow(engine, '/usr/local/bin/trivy', 'SIGSTOP'),
  },
  {
    what: 'nothing is at the address of the engine',
    command: ['build', '--engine', 'tcp://127.0.0.1:1'],
    codes: [5],
    says: 'engine/unreachable',
  },
];

/** Sends a signal to each process of a program that the engine starts from now on. */
function signalBelow(engine: number, program: string, signal: NodeJS.Signals): () => void {
  const timer = setInterval(() => {
    const own = new Set(below(engine));
    for (const pid of processesWith(program)) if (own.has(pid)) killOrEnded(pid, signal);
  }, 10);
  return () => clearInterval(timer);
}

/** Between looking and killing it may have come to its end. */
function killOrEnded(pid: number, signal: NodeJS.Signals): void {
  try {
    kill(pid, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}

function kill(pid: number, signal: NodeJS.Signals): undefined {
  process.kill(pid, signal);
}
