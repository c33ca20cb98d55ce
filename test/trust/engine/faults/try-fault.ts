import type { ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { type Finished, finished, harden, start } from '../../../program.ts';
import type { Outcome } from '../../section.ts';
import { type OwnEngine, ownEngine } from '../own-engine.ts';
import type { Fault } from './fault.ts';
import { watchLeft } from './left.ts';
import { inPlace, type Place, QUICK } from './place.ts';

/** The most seconds from a fault to the end of the program. */
const SECONDS = 10;
const BUILD = ['build', '--force'];
/** What no user is ever shown: the place in our sources that threw. */
const STACK = /\n\s+at \S.*:\d+:\d+/;

/** Lets a fault happen to a run, and holds its end, and the build after it, to what is promised. */
export async function tryFault(fault: Fault, program?: string): Promise<Outcome> {
  return inPlace(fault.files ?? {}, async (place) => {
    const own = await engineFor(fault);
    try {
      const struck = await strike(fault, place, own, program);
      const broke = notAsPromised(fault, struck) ?? (await nextFails(fault, place));
      const got = struck.code === 0 ? 'survived' : `exit code ${struck.code}`;
      return broke === undefined ? { got } : { got, broke };
    } finally {
      await own?.stop();
    }
  });
}

async function engineFor({ ownEngine: wanted }: Fault): Promise<OwnEngine | undefined> {
  if (!wanted) return undefined;
  return ownEngine(wanted === true ? undefined : wanted.disk);
}

interface Struck extends Finished {
  code: number;
  /** Milliseconds from the fault to the end. */
  after: number;
  left: string[];
}

async function strike(
  fault: Fault,
  place: Place,
  own: OwnEngine | undefined,
  program?: string,
): Promise<Struck> {
  const undo = await fault.before?.(place);
  const child = start([...(fault.command ?? BUILD), place.project], {
    env: {
      ...{ TMPDIR: place.temporary, ...own?.env },
      ...{ ...fault.lasting?.(place), ...(await fault.env?.(place)) },
    },
    ...(program && { program }),
  });
  const left = watchLeft(place, child);
  const end = finished(child);
  let since = Date.now();
  let mend: (() => void) | undefined;
  const happens = reached(child, fault.at).then((isThere) => {
    if (!isThere) return;
    since = Date.now();
    mend = fault.happens?.(child, own?.pids ?? { engine: 0, registry: 0 }, place);
  });
  const result = await end;
  const after = Date.now() - since;
  await happens;
  mend?.();
  await undo?.();
  return { ...result, code: codeOf(child), after, left: await left() };
}

/** As a shell has it: a program that a signal ended has 128 and its number. */
function codeOf({ exitCode, signalCode }: ChildProcess): number {
  return exitCode ?? 128 + constants.signals[signalCode ?? 'SIGKILL'];
}

/** Whether what a fault waits for came before the program ended. */
function reached(child: ChildProcess, at: RegExp | number | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    child.once('close', () => resolve(false));
    if (at === undefined) return;
    if (typeof at === 'number') return void setTimeout(resolve, at, true);
    let text = '';
    child.stderr?.on('data', (chunk) => {
      text += chunk;
      if (at.test(text)) setTimeout(resolve, 500, true);
    });
  });
}

function notAsPromised(
  { codes, says, seconds = SECONDS, mayLeave }: Fault,
  { code, stdout, stderr, after, left }: Struck,
): string | undefined {
  const words = stderr.slice(-600);
  if (!codes.includes(code)) {
    return `exit code ${code}, expected ${codes.join(' or ')}: ${words}`;
  }
  if (code !== 0 && says && !(stderr + stdout).includes(says)) return `no ${says} in: ${words}`;
  if (STACK.test(stderr)) return `a stack trace: ${words}`;
  if (after > seconds * 1000) return `ended after ${Math.round(after / 1000)} s`;
  const litter = left.filter((one) => !mayLeave?.test(one));
  return litter.length > 0 ? `left ${litter.join(', ')}` : undefined;
}

async function nextFails(fault: Fault, place: Place): Promise<string | undefined> {
  const { project } = place;
  if (fault.next === 'nothing') return undefined;
  await mkdir(project, { recursive: true });
  const again = fault.next === 'again';
  const files = { ...QUICK, ...(again && fault.files) };
  for (const [name, text] of Object.entries(files)) await writeFile(join(project, name), text);
  const command = again ? fault.command : BUILD;
  const env = fault.lasting?.(place) ?? {};
  const { code, stderr } = await harden([...(command ?? BUILD), project], { env });
  return code === 0 ? undefined : `the next run failed with ${code}: ${stderr.slice(-600)}`;
}
