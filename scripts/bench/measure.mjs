import { spawn, spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const GNU_TIME = '/usr/bin/time';
/** Seconds in the program and in the system for it, and kilobytes. */
const FORMAT = '%U %S %M';
const LAST_CHARACTERS = 2000;

/** Why processor time and memory are not measured here, or undefined where they are. */
export function noMeter() {
  const { stdout = '' } = spawnSync(GNU_TIME, ['--version'], { encoding: 'utf8' });
  return /GNU/i.test(stdout) ? undefined : `there is no GNU time at ${GNU_TIME}`;
}

/**
 * Runs the commands one after another. Times are those of all of them together, the peak is that of the
 * largest process among them and the processes that they waited for; daemons are none of these.
 * @throws Error with the end of its output, if one ends with an exit code other than 0
 */
export async function measured(commands, metered) {
  const parts = [];
  for (const one of commands) parts.push(await measure(one, metered));
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
  return {
    milliseconds: sum('milliseconds'),
    ...(metered && {
      cpuMilliseconds: sum('cpuMilliseconds'),
      peakBytes: Math.max(...parts.map(({ peakBytes }) => peakBytes)),
    }),
    log: parts.map(({ log }) => log).join(''),
  };
}

async function measure({ program, args, cwd, env }, metered) {
  const folder = mkdtempSync(join(tmpdir(), 'harden-bench-time-'));
  const note = join(folder, 'note');
  const meter = ['--format', FORMAT, '--output', note, program, ...args];
  try {
    const start = performance.now();
    const { code, log } = await ended(metered ? GNU_TIME : program, metered ? meter : args, {
      ...{ cwd, env: { ...process.env, ...env } },
    });
    const milliseconds = performance.now() - start;
    if (code !== 0) {
      const what = `${basename(program)} ended with exit code ${code}, expected 0`;
      throw new Error(`${what}\n${log.slice(-LAST_CHARACTERS)}`);
    }
    return { milliseconds, log, ...(metered && figures(readFileSync(note, 'utf8'))) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Meanwhile daemons that were started here are read from, or they would stop at a full pipe. */
function ended(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        log += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, log }));
  });
}

function figures(note) {
  const [user = 0, system = 0, kilobytes = 0] = note.trim().split(/\s+/).map(Number);
  return { cpuMilliseconds: (user + system) * 1000, peakBytes: kilobytes * 1024 };
}

/** Bytes of the files in a folder, or of a file, that were written since; links count once. */
export function bytesSince(place, since) {
  const stat = lstatSync(place, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs >= since ? stat.size : 0;
  const names = readdirSync(place);
  return names.reduce((total, name) => total + bytesSince(join(place, name), since), 0);
}
