import { inert } from './ci/inert.ts';
import { ciLog } from './ci/log.ts';
import { ciSystem, isCi } from './ci/system.ts';
import { main } from './commands/main.ts';
import type { Terminal } from './commands/terminal.ts';
import { signalExit } from './diagnostics/exit-codes.ts';
import { packageVersion } from './package-root.ts';

const FIRST_SIGNAL_GRACE_MS = 10_000;
const LINGER_MS = 2_000;

const interrupt = new AbortController();
// The last of them comes when a terminal is closed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    const code = signalExit(signal);
    // The first signal lets the run clean up after itself; the second ends it at once.
    if (interrupt.signal.aborted) process.exit(code);
    interrupt.abort(signal);
    setTimeout(() => process.exit(code), FIRST_SIGNAL_GRACE_MS).unref();
  });
}
// A reader that closes its end, such as `head`, is no error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause;
  });
}

const { env, stderr, stdin } = process;
const dumb = env['TERM'] === 'dumb' || isCi(env);
const system = ciSystem(env);
const now = () => new Date();
const terminal: Terminal = {
  out: (text) => void process.stdout.write(inert(text, system)),
  err: (text) => void stderr.write(inert(text, system)),
  ...(system && { ci: ciLog({ system, write: (text) => void stderr.write(text), now }) }),
  color: stderr.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
  width: stderr.columns || 80,
  ...(stdin.isTTY && stderr.isTTY && !dumb && { ask }),
  live: stderr.isTTY === true && !dumb,
  cwd: process.cwd(),
  env,
  now,
  signal: interrupt.signal,
};
process.exitCode = await main(process.argv.slice(2), packageVersion(), terminal);
// What is still open by now, such as a socket to an engine that is gone, holds nobody up.
setTimeout(() => process.exit(), LINGER_MS).unref();

/** Whoever closes the input answers nothing: that ends the program, as Ctrl-C does. */
async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const reader = createInterface({ input: stdin, output: stderr });
  const stop = () => void process.emit('SIGINT');
  reader.on('SIGINT', stop).on('close', stop);
  try {
    return await reader.question(question, { signal: interrupt.signal });
  } finally {
    reader.off('close', stop).close();
  }
}
