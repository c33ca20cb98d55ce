import type { SmokeTest } from '../plan/types.ts';
import { formatBytes } from '../report/words.ts';
import { type About, diagnose } from './diagnosis.ts';
import { nameOf } from './name.ts';
import type { SmokeFacts, SmokeResult } from './types.ts';

/** Whether a test held, in words, with the reason where it is known. */
export function judgeSmoke(test: SmokeTest, facts: SmokeFacts, about?: About): SmokeResult {
  const { pass, evidence } = tooMuch(facts) ?? outcome(test, facts);
  const { milliseconds, log, memory } = facts;
  const result = {
    ...{ name: nameOf(test), pass, evidence, milliseconds },
    ...(memory && { memory }),
  };
  if (pass) return result;
  const diagnosis = diagnose(test, facts, about);
  return { ...result, ...(log && { log }), ...(diagnosis && { diagnosis }) };
}

/** It is ended then, so that no answer counts. */
function tooMuch({ memory = 0, allowed = 0 }: SmokeFacts): Outcome | undefined {
  if (allowed === 0 || memory <= allowed) return undefined;
  return fail(`took ${formatBytes(memory)} of memory, ${formatBytes(allowed)} are allowed`);
}

interface Outcome {
  pass: boolean;
  evidence: string;
}

function outcome(test: SmokeTest, facts: SmokeFacts): Outcome {
  if (facts.problem) return fail(`could not be started: ${facts.problem.split('\n', 1)[0]}`);
  switch (test.kind) {
    case 'start':
      return test.port === undefined ? started(facts) : listened(test.port, facts);
    case 'http':
      return answered(test, facts);
    case 'log':
      return logged(test, facts);
    case 'health':
      return healthy(facts);
    case 'run':
      return ran(test, facts);
    default:
      throw new Error(`no outcome for ${String(test satisfies never)}`);
  }
}

function started(facts: SmokeFacts): Outcome {
  if (facts.exitCode === null) return pass(`still ran ${after(facts)}`);
  return { pass: facts.exitCode === 0, evidence: ending(facts) };
}

function listened(port: number, facts: SmokeFacts): Outcome {
  if (facts.listening) return pass(`listens ${after(facts)}`);
  return fail(
    facts.exitCode === null ? `did not listen on ${port} ${after(facts)}` : ending(facts),
  );
}

function answered(test: Extract<SmokeTest, { kind: 'http' }>, facts: SmokeFacts): Outcome {
  const { status } = facts;
  if (status === test.status && bodyFits(test, facts)) return pass(`${status} ${after(facts)}`);
  if (facts.exitCode !== null) return fail(ending(facts));
  if (status === test.status) {
    return fail(
      `answered ${status} with ${excerpt(facts.body)}, without ${JSON.stringify(test.body)}`,
    );
  }
  if (status !== undefined) return fail(`answered ${status}, expected ${test.status}`);
  return fail(`gave no answer on ${test.port} ${after(facts)}`);
}

function bodyFits({ body }: { body?: string }, facts: SmokeFacts): boolean {
  return body === undefined || facts.fits === true;
}

const MOST_CHARACTERS = 80;

function excerpt(body = ''): string {
  if (body === '') return 'an empty body';
  const cut = body.length > MOST_CHARACTERS;
  return JSON.stringify(cut ? `${body.slice(0, MOST_CHARACTERS)}…` : body);
}

function logged(test: Extract<SmokeTest, { kind: 'log' }>, facts: SmokeFacts): Outcome {
  const text = JSON.stringify(test.text);
  if (facts.said !== undefined) return pass(`printed ${excerpt(facts.said)} ${after(facts)}`);
  if (facts.exitCode !== null) return fail(`${ending(facts)} and did not print ${text}`);
  return fail(`did not print ${text} ${after(facts)}`);
}

function healthy(facts: SmokeFacts): Outcome {
  const said = facts.said ? `: ${facts.said}` : '';
  if (facts.healthy) return pass(`is healthy ${after(facts)}${said}`);
  if (facts.exitCode !== null) return fail(ending(facts));
  return fail(`is not healthy ${after(facts)}${said}`);
}

function ran(test: Extract<SmokeTest, { kind: 'run' }>, facts: SmokeFacts): Outcome {
  if (facts.exitCode === null) return fail(`did not end ${after(facts)}`);
  if (facts.exitCode !== test.exitCode) return fail(`${ending(facts)}, expected ${test.exitCode}`);
  if (test.stdout === undefined || facts.printed) return pass(ending(facts));
  return fail(`${ending(facts)} and did not print ${JSON.stringify(test.stdout)}`);
}

function ending(facts: SmokeFacts): string {
  const code = facts.exitCode ?? 0;
  const how = code > 128 ? `was ended by signal ${code - 128}` : `exited with ${code}`;
  return `${how} ${after(facts)}`;
}

/** Two seconds and more are a wait, and nobody counts its milliseconds. */
function after({ milliseconds }: SmokeFacts): string {
  if (milliseconds < 2000) return `after ${milliseconds} ms`;
  return `after ${(milliseconds / 1000).toFixed(1).replace(/\.0$/, '')} s`;
}

function pass(evidence: string): Outcome {
  return { pass: true, evidence };
}

function fail(evidence: string): Outcome {
  return { pass: false, evidence };
}
