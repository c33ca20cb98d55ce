// Runs work with an engine at hand. Where there is none, the native one is installed (once, into
// the per-user cache) and started, and stopped again if it was not running before.
import { spawnSync } from 'node:child_process';
import { harden, root, run, say } from './setup.mjs';

export async function withEngine(work) {
  say('Preparing an engine (the first time on a machine takes about a quarter of an hour)');
  run(...harden('engine', 'install', '--if-needed'));
  const before = status();
  if (!before.installed) return await work();
  if (!before.running) {
    // What the work prints is all that goes to stdout.
    run(...harden('engine', 'start'), { stdio: ['inherit', 'ignore', 'inherit'] });
  }
  try {
    return await work();
  } finally {
    if (!before.running) run(...harden('engine', 'stop'));
  }
}

function status() {
  const [program, args] = harden('engine', 'status', '--json');
  const child = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  if (child.status !== 0) {
    process.stderr.write(child.stderr);
    process.exit(child.status ?? 1);
  }
  return JSON.parse(child.stdout);
}
