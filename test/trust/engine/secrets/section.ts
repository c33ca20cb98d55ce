import type { Place } from '../../../e2e/places.ts';
import { type Amount, type Case, type Outcome, section } from '../../section.ts';
import { programWithout } from '../program-without.ts';
import { type Canary, canaries } from './canaries.ts';
import { needles, WRITINGS } from './needles.ts';
import { crashing, more, type Paths, passed, told } from './paths.ts';

interface Input {
  canary: Canary;
  /** What leaves something to be searched, and the way that led there. */
  run: Run;
  path: string;
  writing: string;
}

type Run = 'told' | 'passed' | 'more';

/** Does all of a run once, and gives what one path of it left. */
type Leave = (run: Run, path: string) => Promise<Place[]>;

const LEFT = ['the image', 'the project folder', 'temporary files'];
const PATHS: Record<Run, string[]> = {
  told: ['a step that says it', ...LEFT],
  passed: [
    ...['a build that passes', 'commands about it', 'publish to a registry that repeats it'],
    ...["the engine's log", "the engine's databases", 'the cache folder', ...LEFT],
  ],
  more: ['a mistake of harden', 'lock, bundle, smoke, update', 'a bundle', ...LEFT],
};

/** A step that fails leaves no image, and harden no temporary file. */
const MAY_BE_EMPTY = [
  'the image',
  'temporary files',
  'the cache folder',
  "the engine's log",
  "the engine's databases",
];

/** Other ones in each run. */
const ALL = canaries();
const RUNS = { told, passed, more };

export const secrets = section<Input, Leave>({
  name: `secrets: ${ALL.length} canaries on ${Object.values(PATHS).flat().length} paths, in ${Object.keys(WRITINGS).length} writings`,
  promise: '0 found',
  meaning:
    'Keys, passwords and tokens of a build, of its network and of harden itself are looked for in the image, in all files, and in all that is said, as they are, in base64 at any place, in hex, as URLs, forms and JSON write them. Other writings that a step thinks of, such as backwards, are not hidden.',
  seconds: 300,
  cases,
  defence: leaving(),
  prepare: (leave, { run, path }) => leave(run, path),
  attempt,
  sabotage: {
    takenOut: 'what hides secrets in all that goes wrong',
    defence: leaving(() =>
      programWithout({
        file: 'src/run.ts',
        piece: 'throw withoutSecrets(writeError(thrown), hiddenIn(request, needs));',
        instead: 'throw writeError(thrown);',
      }),
    ),
  },
});

async function* cases(amount: Amount): AsyncGenerator<Case<Input>> {
  for (const run of ['told', 'passed', 'more'] as const) {
    if (run === 'more' && amount === 'short') continue;
    // To build a program is no work of a case, whose time counts.
    if (run === 'more') await crashing();
    for (const path of PATHS[run]) {
      for (const canary of ALL) {
        for (const writing of Object.keys(WRITINGS)) {
          const name = `${canary.what} ${writing}: ${path}`;
          yield { name, input: { canary, run, path, writing } };
        }
      }
    }
  }
}

async function attempt(leave: Leave, { canary, run, path, writing }: Input): Promise<Outcome> {
  const places = await leave(run, path);
  if (places.length === 0 && !MAY_BE_EMPTY.includes(path)) {
    return { got: 'nothing there', broke: 'there is nothing to search' };
  }
  const texts = needles(canary, writing);
  const found = places.filter(([, bytes]) => texts.some((text) => bytes.includes(text)));
  if (found.length === 0) return { got: 'not found' };
  return { got: 'found', broke: `found in ${found.map(([name]) => name).join(', ')}` };
}

function leaving(program?: () => Promise<string>): Leave {
  const runs = new Map<Run, Promise<Paths>>();
  return async (run, path) => {
    const left = runs.get(run) ?? start(run, program);
    runs.set(run, left);
    return (await left)[path] ?? [];
  };
}

async function start(run: Run, program?: () => Promise<string>): Promise<Paths> {
  return RUNS[run](ALL, program ? { program: await program() } : {});
}
