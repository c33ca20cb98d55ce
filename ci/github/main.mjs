// @ts-check
// The action: reads its inputs, runs harden, and leaves summary, comment, findings and outputs.
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argumentsOf, WITHOUT_ENGINE } from './arguments.mjs';
import { readEvent } from './event.mjs';
import { fenced, writeOutputs, writeSummary } from './files.mjs';
import { readInputs } from './inputs.mjs';
import { say } from './log.mjs';
import { findProgram } from './program.mjs';
import { run } from './run.mjs';
import { tellGithub } from './tell.mjs';

const POLICY = 1;
/** All outputs of a job together may have 1 MiB, as UTF-16. */
const MOST_BYTES = 256 * 1024;
const { env } = process;

try {
  process.exitCode = await main();
} catch (thrown) {
  say('error', thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = 2;
}

async function main() {
  const inputs = readInputs(env);
  // Neither npm nor harden nor what harden starts needs it.
  delete env['INPUT_TOKEN'];
  const temporary = env['RUNNER_TEMP'] ?? tmpdir();
  const root = join(import.meta.dirname, '..', '..');
  const program = await findProgram(inputs, root, temporary);
  if (inputs.installEngine && !WITHOUT_ENGINE.includes(inputs.command)) {
    const { code } = await run(program, ['engine', 'install', '--if-needed']);
    if (code !== 0) return code;
  }
  const folder = inputs.reports ? resolve(inputs.reports) : mkdtempSync(join(temporary, 'harden-'));
  mkdirSync(folder, { recursive: true });
  const done = await run(program, argumentsOf(inputs, folder));
  writeOutputs(env['GITHUB_OUTPUT'], outputsOf(done, folder));
  if (inputs.summary) writeSummary(env['GITHUB_STEP_SUMMARY'], summaryOf(inputs, done, folder));
  await tellGithub(inputs, folder, readEvent(env), env);
  return inputs.failOn === 'error' && done.code === POLICY ? 0 : done.code;
}

/**
 * @param {{ code: number, result: string }} done
 * @param {string} folder
 */
function outputsOf({ code, result }, folder) {
  const report = parsed(read(join(folder, 'report.json')));
  const references = result.split('\n').filter((line) => /@sha256:[0-9a-f]{64}$/.test(line));
  return {
    'exit-code': String(code),
    result: Buffer.byteLength(result) > MOST_BYTES ? '' : result.trimEnd(),
    reference: references.join('\n'),
    digest: report?.image?.digest ?? references[0]?.replace(/^.*@/, '') ?? '',
    report: there(join(folder, 'report.json')),
    sarif: there(join(folder, 'harden.sarif')),
    reports: folder,
  };
}

/**
 * @param {import('./inputs.mjs').Inputs} inputs
 * @param {{ code: number, result: string, tail: string }} done
 * @param {string} folder
 */
function summaryOf({ command }, { code, result, tail }, folder) {
  const report = read(join(folder, 'summary.md'));
  if (report !== undefined) return report;
  const talk = code === 0 ? '' : tail.replace(/^::.*\n/gm, '');
  const said = `${result}${talk}`;
  return `## harden ${command}: exit code ${code}\n\n${said.trim() === '' ? '' : fenced(said)}`;
}

/** @param {string} path */
function there(path) {
  return read(path) === undefined ? '' : path;
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string | undefined} text */
function parsed(text) {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
