import { type Case, type Outcome, section } from '../../section.ts';
import { programWithout } from '../program-without.ts';
import { built, type Said, scanned } from './builds.ts';
import { type Machine, machine } from './machine.ts';
import { poisoned } from './poisoned.ts';
import { TRIES, type Who } from './tries.ts';

interface Input {
  who: Who;
  what: string;
}

/** What somebody said of all that he tried. */
type Trial = (who: Who) => Promise<string>;

const WHO = Object.keys(TRIES) as Who[];

export const isolation = section<Input, Trial>({
  name: `isolation: ${WHO.flatMap((who) => TRIES[who]).length} tries of steps, scanners and programs to get out or to forge`,
  promise: 'nothing reached, nothing forged',
  meaning:
    'A malicious step, scanner and smoke-tested program look for credentials, files, sockets, disks and the network of the machine, and say that they passed; one changes all modules and objects in the cache volumes of Go, and the next build has to give the same digest. A step has the network, and the rights that the engine gives to it in its own container.',
  seconds: 300,
  cases,
  defence: trialWith(),
  attempt,
  sabotage: {
    takenOut: 'the namespace for the network of scanners',
    defence: trialWith(async () =>
      programWithout({
        file: 'src/dagger/sandbox.ts',
        piece: "linux: { ...linux, namespaces: [...linux.namespaces, { type: 'network' }] },",
        instead: 'linux,',
      }),
    ),
  },
});

function* cases(): Generator<Case<Input>> {
  for (const who of WHO) {
    for (const what of TRIES[who]) yield { name: `${who}: ${what}`, input: { who, what } };
  }
}

async function attempt(trial: Trial, { who, what }: Input): Promise<Outcome> {
  const said = await trial(who);
  const [, reached] = new RegExp(`^reached ${what}: (.*)`, 'm').exec(said) ?? [];
  if (reached !== undefined) return { got: 'reached', broke: reached };
  if (new RegExp(`^held ${what}$`, 'm').test(said)) return { got: 'held' };
  return { got: 'nothing said', broke: `said nothing of it: ${said.slice(-300)}` };
}

type Kind = (one: Machine, program?: string) => Promise<Said>;

const KINDS: Partial<Record<Who, Kind>> = {
  'a scanner': scanned,
  'the next build': poisoned,
};

/** All of one kind try at once, when the first of them is asked. */
function trialWith(program?: () => Promise<string>): Trial {
  const kinds = new Map<Kind, Promise<Said>>();
  return async (who) => {
    const kind = KINDS[who] ?? built;
    const said = kinds.get(kind) ?? onMachine(async (one) => kind(one, await program?.()));
    kinds.set(kind, said);
    return (await said)[who] ?? '';
  };
}

async function onMachine(use: (one: Machine) => Promise<Said>): Promise<Said> {
  const one = await machine();
  try {
    return await use(one);
  } finally {
    await one.close();
  }
}
