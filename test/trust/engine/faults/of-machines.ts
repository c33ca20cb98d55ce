import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDir } from '../../../../src/cache.ts';
import { finished, start } from '../../../program.ts';
import { smallDisk } from '../small-disk.ts';
import type { Fault } from './fault.ts';
import type { Place } from './place.ts';

const BUILDING = /building in the toolchain/;

/** What happens to the process, its files and its clock; `seldom` are left out of the tests. */
export const OF_MACHINES: (Fault & { seldom?: true })[] = [
  {
    what: 'two runs at once on one project',
    codes: [0],
    seconds: 60,
    before: async ({ project }) => {
      const other = finished(start(['build', '--force', project]));
      return async () => {
        const { code, stderr } = await other;
        if (code !== 0) throw new Error(`the other run failed with ${code}: ${stderr}`);
      };
    },
  },
  {
    what: 'nobody reads what is printed',
    codes: [0],
    seconds: 60,
    at: 1,
    happens: ({ stdout, stderr }) => {
      stdout?.destroy();
      stderr?.destroy();
      return undefined;
    },
  },
  {
    what: 'the terminal is closed',
    codes: [129],
    at: BUILDING,
    happens: (program) => void program.kill('SIGHUP'),
  },
  {
    what: 'harden is killed',
    codes: [137],
    seldom: true,
    at: BUILDING,
    // Whoever is killed cleans up nothing; the engine is not kept busy by it.
    mayLeave: /^(?:\.harden\/run-|temporary )/,
    happens: (program) => void program.kill('SIGKILL'),
  },
  {
    what: 'the disk of the project is full',
    codes: [3],
    says: 'build/no-disk',
    seldom: true,
    before: (place) => smallDisk(join(place.project, '.harden'), '2m'),
    seconds: 60,
  },
  {
    what: 'the disk of temporary files is full',
    codes: [0],
    seldom: true,
    before: ({ temporary }) => smallDisk(temporary, '4k'),
    seconds: 60,
  },
  {
    what: 'there is no folder for temporary files',
    codes: [0],
    seldom: true,
    env: async ({ folder }) => ({ TMPDIR: join(folder, 'absent') }),
    seconds: 60,
  },
  {
    what: 'the home cannot be written',
    codes: [0],
    seldom: true,
    env: async ({ folder }) => ({ HOME: join(folder, 'home'), ...CACHE }),
    before: ({ folder }) => readOnly(join(folder, 'home')),
    seconds: 60,
  },
  {
    what: 'the home is a file',
    codes: [0],
    seldom: true,
    env: async ({ project }) => ({ HOME: join(project, 'app.py'), ...CACHE }),
    seconds: 60,
  },
  {
    what: 'the clock goes back an hour',
    codes: [0],
    seldom: true,
    env: (place) => preloaded(place, shifted('Date.now() - at > 1500 ? -3600e3 : 0')),
    seconds: 60,
  },
  {
    what: 'the clock goes forth a day',
    codes: [0],
    seldom: true,
    env: (place) => preloaded(place, shifted('Date.now() - at > 1500 ? 864e5 : 0')),
    seconds: 60,
  },
  {
    what: 'the clock is in 1970',
    // A database from the future is not believed to be fresh.
    codes: [0, 4],
    seldom: true,
    env: (place) => preloaded(place, shifted('-Date.now()')),
    seconds: 60,
  },
  {
    what: 'files are made for the user alone',
    codes: [0],
    seldom: true,
    env: (place) => preloaded(place, 'process.umask(0o077);'),
    seconds: 60,
  },
  {
    what: 'files are made for everybody',
    codes: [0],
    seldom: true,
    env: (place) => preloaded(place, 'process.umask(0);'),
    seconds: 60,
  },
  {
    what: 'Node has 64 MB for its objects',
    codes: [0],
    seldom: true,
    env: async () => ({ NODE_OPTIONS: '--max-old-space-size=64' }),
    seconds: 60,
  },
  {
    what: 'the project is removed while it is built',
    // What was uploaded before can be built, and is written anew.
    codes: [0, 2, 3],
    seldom: true,
    at: BUILDING,
    happens: (_, __, { project }) =>
      void rm(project, { recursive: true, force: true }).catch(() => {}),
    seconds: 60,
  },
  {
    what: 'the folder for outputs is a file',
    codes: [2],
    says: 'build/cannot-write',
    seldom: true,
    before: async ({ project }) => {
      await writeFile(join(project, '.harden'), '');
      return () => rm(join(project, '.harden'));
    },
    seconds: 60,
  },
  {
    what: 'the report is a folder',
    codes: [0],
    seldom: true,
    before: async ({ project }) => {
      await mkdir(join(project, '.harden', 'report.json', 'a'), { recursive: true });
      return undefined;
    },
    seconds: 60,
  },
  {
    what: 'a step kills itself, as one does that has no memory left',
    codes: [3],
    says: 'build/step-failed',
    seldom: true,
    files: {
      'hardening.yaml': `version: 1
language: python
entrypoint: [python3, -m, app]
build:
  steps:
    - run: [python3, -c, "import os; os.kill(os.getpid(), 9)"]
`,
    },
    seconds: 60,
  },
];

const run = promisify(execFile);

/** A folder that nobody can write to. Linux, as root. */
async function readOnly(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder);
  await run('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', folder]);
  return async () => void (await run('umount', [folder]));
}

/** Where the engine and all that is downloaded are, in another home too. */
const CACHE = { HARDEN_CACHE_DIR: cacheDir() };

/** Code that runs in the program before its own. */
async function preloaded({ folder }: Place, code: string): Promise<Record<string, string>> {
  const file = join(folder, 'first.mjs');
  await writeFile(file, code);
  return { NODE_OPTIONS: `--import ${file}` };
}

/** A clock that is so many milliseconds away from the true one; `at` is when the program began. */
function shifted(by: string): string {
  return `
const RealDate = Date;
const at = RealDate.now();
const shift = () => { const Date = RealDate; return ${by}; };
globalThis.Date = class extends RealDate {
  constructor(...args) { args.length ? super(...args) : super(RealDate.now() + shift()); }
  static now() { return RealDate.now() + shift(); }
};
`;
}
