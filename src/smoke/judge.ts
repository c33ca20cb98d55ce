import type { SmokeTest } from '../plan/types.ts';
import { diagnose } from './diagnosis.ts';
import type { SmokeFacts, SmokeResult } from './types.ts';

/** Whether a test held, in words, with the reason where it is known. */
export function judgeSmoke(test: SmokeTest, facts: SmokeFacts): SmokeResult {
  const { pass, evidence } = outcome(test, facts);
  const { milliseconds } = facts;
  const result = { name: nameOf(test), pass, evidence, milliseconds };
  if (pass) return result;
  const output = [facts.stdout, facts.stderr].filter((text) => text.trim() !== '').join('\n');
  const log = output.trimEnd().split('\n').slice(-MOST_LINES).join('\n');
  const diagnosis = diagnose(output, facts.exitCode);
  return { ...result, ...(log && { log }), ...(diagnosis && { diagnosis }) };
}

const MOST_LINES = 20;

function nameOf(test: SmokeTest): string {
  switch (test.kind) {
    case 'start':
      return test.port ? `starts and listens on ${test.port}` : 'starts and stays up';
    case 'http':
      return `GET :${test.port}${test.path} gives ${test.status}`;
    case 'run':
      return `runs ${test.run.join(' ')}`;
    default:
      throw new Error(`no name for ${String(test satisfies never)}`);
  }
}

function outcome(test: SmokeTest, facts: SmokeFacts): { pass: boolean; evidence: string } {
  const { exitCode, milliseconds, status, listening, stdout } = facts;
  const after = `after ${milliseconds} ms`;
  const ended = exitCode === null ? `did not within ${test.timeout} s` : ending(exitCode, after);
  switch (test.kind) {
    case 'start':
      if (listening) return { pass: true, evidence: `listens ${after}` };
      if (test.port) return { pass: false, evidence: ended };
      if (exitCode === null) return { pass: true, evidence: `runs ${after}` };
      return { pass: exitCode === 0, evidence: ending(exitCode, after) };
    case 'http':
      if (status === test.status) return { pass: true, evidence: `${status} ${after}` };
      return { pass: false, evidence: status ? `answered ${status}` : ended };
    case 'run': {
      const right = exitCode === test.exitCode;
      if (!right) return { pass: false, evidence: ended };
      if (test.stdout === undefined || stdout.includes(test.stdout)) {
        return { pass: true, evidence: ending(exitCode ?? 0, after) };
      }
      return { pass: false, evidence: `did not print ${JSON.stringify(test.stdout)}` };
    }
    default:
      throw new Error(`no outcome for ${String(test satisfies never)}`);
  }
}

function ending(exitCode: number, after: string): string {
  return exitCode > 128
    ? `was ended by signal ${exitCode - 128} ${after}`
    : `exited with ${exitCode} ${after}`;
}
