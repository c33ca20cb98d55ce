// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** As much of the end of the talk as helps in a summary. */
const TAIL = 8_000;

/**
 * Runs harden to its end. What it says goes to the log as it comes.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number, result: string, tail: string }>} what went to stdout, and the end
 * of what went to stderr
 */
export async function run(program, args) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let result = '';
  let tail = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    result += text;
    process.stdout.write(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    tail = (tail + text).slice(-TAIL);
    process.stderr.write(text);
  });
  const stop = () => child.kill('SIGINT');
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const [code] = await once(child, 'close');
  process.off('SIGINT', stop).off('SIGTERM', stop);
  // Ended by a signal: as a shell tells it.
  return { code: code ?? 130, result, tail };
}
