// `npm run trust`: tries on harden what nobody means well, and prints what came of it as one table.
// With `--write` the table goes into SECURITY.md. A case that does not end is ended, and is a failure.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { rolldown } from 'rolldown';
import { root } from './setup.mjs';
import { withEngine } from './with-engine.mjs';

/** Words of the names of lines: without any, all are run. */
const only = process.argv.slice(2).filter((one) => !one.startsWith('-'));
/** `--whole` tries what takes hours too. */
const whole = process.argv.includes('--whole');

const INTERRUPTED = 'interrupted';
/** Of the cases of one line. */
const MOST_TOLD = 20;
/** Seconds from which on a case is told of by its time. */
const LONG = 20;

const page = join(root, 'SECURITY.md');
// A place in the package, so that what it reads of itself is found.
const folder = mkdtempSync(join(root, 'node_modules/.harden-trust-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const program = join(folder, 'main.mjs');
const bundle = await rolldown({
  input: join(root, 'test/trust/main.ts'),
  platform: 'node',
  external: [/^@dagger\.io\//, 'rolldown'],
});
await bundle.write({
  dir: folder,
  entryFileNames: 'main.mjs',
  chunkFileNames: '[name]-[hash].mjs',
  format: 'esm',
});
await bundle.close();
const { onEngine, table, withTable } = await import(pathToFileURL(program).href);

const began = Date.now();
const { lines, ended } = onEngine(only) ? await withEngine(run) : await run();
console.log(table(lines));
if (ended) console.error(`ended: ${ended}`);
console.error(`took ${Math.round((Date.now() - began) / 1000)} s`);
if (ended === INTERRUPTED) process.exit(130);
const held = !ended && lines.every(({ broken }) => broken.length === 0);
if (held && only.length === 0 && process.argv.includes('--write')) {
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), `${head()}\n\n${table(lines)}`));
}
process.exit(held ? 0 : 1);

/** The lines of the table, and what was going on when it ended too early. */
function run() {
  return new Promise((resolve) => {
    const worker = new Worker(pathToFileURL(program), { workerData: { words: only, whole } });
    const found = [];
    let at = 'the start';
    let until = Date.now() + 60_000;
    const stop = (ended) => {
      clearInterval(watch);
      resolve({ lines: found, ended });
    };
    let interrupted = false;
    const interrupt = () => {
      if (interrupted) process.exit(130);
      interrupted = true;
      console.error('ending what was started; once more to leave it');
      worker.postMessage('stop');
    };
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, interrupt);
    const tellAndKeep = (line) => {
      found.push(line);
      const after = Math.round((Date.now() - began) / 1000);
      const result = line.broken.length === 0 ? 'held' : 'broken';
      console.error(`[${String(after).padStart(5)}s] ${result.padEnd(6)}  ${line.name}`);
      const longest = line.longest.filter(({ seconds }) => seconds >= LONG);
      for (const { what, seconds } of longest) console.error(`          ${seconds} s: ${what}`);
      for (const one of line.broken.slice(0, MOST_TOLD)) console.error(`${line.name}: ${one}`);
    };
    const watch = setInterval(() => {
      if (Date.now() > until) stop(`${at}: did not end`);
    }, 1000);
    worker.on('message', (message) => {
      if (message.line) tellAndKeep(message.line);
      else ({ at } = message);
      until = Date.now() + (message.seconds ?? 60) * 1000;
    });
    worker.on('error', (error) => stop(`${at}: ${error.stack}`));
    worker.on('exit', (code) => {
      if (interrupted) stop(INTERRUPTED);
      else stop(code === 0 ? undefined : `${at}: exit code ${code}`);
    });
  });
}

function head() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const date = new Date().toISOString().slice(0, 10);
  return `Made by \`npm run trust -- --write\` on ${date}, with harden ${version} on Node ${process.versions.node}, ${process.platform}-${process.arch}.`;
}
