import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../../src/compile.ts';
import { HardenError } from '../../../src/diagnostics/diagnostic.ts';
import { packagePath } from '../../../src/package-root.ts';
import type { RunReport } from '../../../src/report/types.ts';
import { Refused } from '../../../src/unchanged/refused.ts';
import { refusal } from '../refusal.ts';
import { type Amount, type Case, type Outcome, section } from '../section.ts';
import { within } from '../within.ts';
import { hashOf, newPlace, type Place, SECRET } from './place.ts';
import { GOOD, TREES, type Tree } from './trees.ts';
import { type Project, USES } from './uses.ts';
import { watching, withoutRealPaths } from './watch.ts';

interface Input {
  tree: Tree;
  around: string;
  report: RunReport;
}

/** Runs what harden does with a project. */
type Use = (what: (project: Project) => Promise<unknown>, project: Project) => Promise<unknown>;

export const escapedSources = section<Input, Use>({
  name: 'sources that lead out of a project',
  promise: 'nothing outside is read, written or waited for',
  meaning: `Links, chains and circles of them, folders and files that are links, FIFOs, sockets, names: each tree goes through ${Object.keys(USES).length} things that harden does with a project by itself; every file that it opens is looked at.`,
  cases,
  defence: (what, project) => what(project),
  attempt,
  sabotage: {
    takenOut: 'the real paths of links',
    defence: (what, project) => withoutRealPaths(() => what(project)),
  },
});

const EVERY = { full: 1, short: 3 };

function* cases(amount: Amount): Generator<Case<Input>> {
  const golden = packagePath('test', 'report', 'golden', 'pass.golden.json');
  const report = JSON.parse(readFileSync(golden, 'utf8')) as RunReport;
  const around = realpathSync(mkdtempSync(join(tmpdir(), 'harden-trust-')));
  try {
    for (const [index, tree] of TREES.entries()) {
      if (index % EVERY[amount] !== 0) continue;
      mkdirSync(around, { recursive: true });
      yield { name: tree.name, input: { tree, around, report } };
      rmSync(around, { recursive: true, force: true });
    }
  } finally {
    rmSync(around, { recursive: true, force: true });
  }
}

/** What no project has a say in. */
const FORBIDDEN = ['/etc', '/proc', '/sys', '/dev'];

async function attempt(use: Use, { tree, around, report }: Input): Promise<Outcome> {
  const place = newPlace(around);
  for (const [path, text] of Object.entries(GOOD)) place.write(path, text);
  const good = await compile(place.folder);
  if (!good.ok) throw new Error(JSON.stringify(good.diagnostics));
  await tree.make(place);
  const project = { folder: place.folder, plan: good.value.plan, report };
  const before = hashOf(place.host);
  const known = holders(place.folder);
  const gots = new Set<string>();
  for (const [name, what] of Object.entries(USES)) {
    const { got, broke } = await tried(() => use(what, project), place);
    const written = holders(place.folder).find((path) => !known.includes(path));
    const changed = hashOf(place.host) === before ? undefined : 'changed a file of the host';
    const wrong = broke ?? changed ?? (written && `copied a file of the host to ${written}`);
    if (wrong !== undefined) return { got: 'escaped', broke: `${name}: ${wrong}` };
    gots.add(got);
  }
  return { got: gots.has('refused') ? 'refused, or as good as absent' : 'kept inside' };
}

async function tried(run: () => Promise<unknown>, { host }: Place): Promise<Outcome> {
  const watched = await within(watching([host, ...FORBIDDEN], run));
  if (!watched) return { got: 'hung', broke: 'did not end' };
  const { value, thrown, opened } = watched;
  if (opened[0] !== undefined) return { got: 'opened', broke: opened[0] };
  const said = textOf(value) + (thrown instanceof HardenError ? textOf(thrown.diagnostics) : '');
  if (said.includes(SECRET)) return { got: 'told', broke: 'told what is in a file of the host' };
  if (thrown === undefined) return { got: 'done' };
  if (thrown instanceof HardenError) return refusal(thrown.diagnostics, new Map());
  // What the file system refuses, the command tells in its words.
  if (thrown instanceof Refused || (thrown instanceof Error && 'code' in thrown)) {
    return { got: 'refused' };
  }
  throw thrown;
}

function textOf(value: unknown): string {
  return (
    JSON.stringify(value, (_key, one) =>
      one instanceof Map || one instanceof Set ? [...one] : one,
    ) ?? ''
  );
}

/** The files of a project, not of its links, that have the text of the host in them. */
function holders(folder: string): string[] {
  return (
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name))
      // A name that is not UTF-8 cannot be written as a text.
      .filter((path) => existsSync(path) && readFileSync(path, 'utf8').includes(SECRET))
  );
}
