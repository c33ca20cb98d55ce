import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../program.ts';

const CLI = join(ROOT, 'dist', 'cli.js');

export interface ActionFile {
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
}

export async function readAction(): Promise<ActionFile> {
  return parse(await readFile(join(ROOT, 'action.yml'), 'utf8'));
}

export interface Job {
  /** What a workflow writes under `with:`; `program` is the built one unless set. */
  with: Record<string, string>;
  workspace: string;
  /** The address of the API. */
  api?: string;
  eventName?: string;
  event?: unknown;
  env?: Record<string, string>;
}

export interface Step {
  code: number | null;
  log: string;
  outputs: Record<string, string>;
  summary: string;
}

export const TOKEN = 'ghs_0123456789abcdefghijABCDEFGHIJ012345';

/** Runs the action as the runner of GitHub does: its main file, inputs and files of the job, no more. */
export async function runAction(job: Job): Promise<Step> {
  const action = await readAction();
  const home = await realpath(await mkdtemp(join(tmpdir(), 'harden-runner-')));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const file = (name: string) => join(home, name);
  await mkdir(file('temp'));
  await writeFile(file('event.json'), JSON.stringify(job.event ?? {}));
  for (const name of ['output', 'summary']) await writeFile(file(name), '');
  const child = spawn(process.execPath, [join(ROOT, action.runs.main)], {
    cwd: job.workspace,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: job.api ?? 'http://127.0.0.1:9',
      GITHUB_EVENT_NAME: job.eventName ?? 'push',
      GITHUB_EVENT_PATH: file('event.json'),
      GITHUB_OUTPUT: file('output'),
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_SHA: 'f00dfeedf00dfeedf00dfeedf00dfeedf00dfeed',
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_WORKSPACE: job.workspace,
      RUNNER_TEMP: file('temp'),
      ...inputsOf(action, { program: CLI, ...job.with }),
      ...job.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
  }
  const [code] = await once(child, 'close');
  const outputs = readOutputs(await readFile(file('output'), 'utf8'));
  return { code, log, outputs, summary: await readFile(file('summary'), 'utf8') };
}

/** Defaults and what the workflow says; the runner warns of a name that the action does not have. */
function inputsOf(action: ActionFile, given: Record<string, string>): Record<string, string> {
  const unknown = Object.keys(given).filter((name) => !(name in action.inputs));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown}`);
  return Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      given[name] ?? (/^\$\{\{ github\.token \}\}$/.test(input.default) ? TOKEN : input.default),
    ]),
  );
}

/** `name<<END`, lines, `END`: as the runner reads the file. */
function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  while (lines.length > 1) {
    const [, name, end] = /^([^=<]+)<<(.+)$/.exec(lines.shift() ?? '') ?? [];
    if (!name || !end) throw new Error(`GITHUB_OUTPUT is wrong: ${text}`);
    outputs[name] = lines.splice(0, lines.indexOf(end)).join('\n');
    lines.shift();
  }
  return outputs;
}
