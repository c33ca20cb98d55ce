import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GNU_TIME = '/usr/bin/time';
/** Seconds in the program and in the system for it, and kilobytes. */
const FORMAT = '%U %S %M';
const LAST_LINES = 2000;

/** Why processor time and memory are not measured here, or undefined where they are. */
export function noMeter() {
  const { stdout = '' } = spawnSync(GNU_TIME, ['--version'], { encoding: 'utf8' });
  return /GNU/i.test(stdout) ? undefined : `there is no GNU time at ${GNU_TIME}`;
}

/**
 * Runs the commands one after another. Times are those of all of them together, the peak is that of the
 * largest process among them and the processes that they waited for; daemons are none of these.
 * @throws Error with the end of its output, if one ends with another code than its own.
 */
export function measured(commands, metered) {
  const parts = commands.map((one) => measure(one, metered));
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
  return {
    milliseconds: sum('milliseconds'),
    ...(metered && {
      cpuMilliseconds: sum('cpuMilliseconds'),
      peakBytes: Math.max(...parts.map(({ peakBytes }) => peakBytes)),
    }),
    stdout: parts.map(({ stdout }) => stdout),
    stderr: parts.map(({ stderr }) => stderr).join(''),
  };
}

function measure({ program, args, cwd, env }, metered) {
  const folder = mkdtempSync(join(tmpdir(), 'harden-bench-time-'));
  const note = join(folder, 'note');
  const meter = ['--format', FORMAT, '--output', note, program, ...args];
  try {
    const start = performance.now();
    const child = spawnSync(metered ? GNU_TIME : program, metered ? meter : args, {
      ...{ cwd, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 1 << 28 },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const milliseconds = performance.now() - start;
    const { status, stdout, stderr, error } = child;
    if (error || status !== 0) {
      const what = error?.message ?? `ended with exit code ${status}, expected 0`;
      throw new Error(`${program} ${what}\n${(stderr || stdout || '').slice(-LAST_LINES)}`);
    }
    return { milliseconds, stdout, stderr, ...(metered && figures(readFileSync(note, 'utf8'))) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
