import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { stepHint } from '../plan/step-hint.ts';
import type { BuildPlan, Step } from '../plan/types.ts';

/** What the SDK's ExecError carries; recognised by its fields, as bundling may double the class. */
export interface ExecFailure {
  cmd: string[];
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Turns what the SDK threw into a diagnostic: a failed step gets the user's own line, the program
 * and its last lines of output; a lost connection is the engine's fault, not the build's.
 */
export function toHardenError(thrown: unknown, plan?: Built): HardenError {
  for (const cause of causes(thrown)) {
    if (cause instanceof HardenError) return cause;
    if (isExecFailure(cause)) return new HardenError(stepFailed(cause, plan));
  }
  const message = [...causes(thrown)].map((cause) => messageOf(cause)).join(': ');
  return new HardenError(byMessage(message));
}

/** What was built when it was thrown; other things that the engine does are of no stage. */
type Built = Pick<BuildPlan, 'stages' | 'toolchain'>;

/** Whether the engine's collector took away what a question was about while it was answered. */
export function isEvicted(thrown: unknown): boolean {
  if (execFailure(thrown)) return false;
  return [...causes(thrown)].some((cause) => EVICTED.test(messageOf(cause)));
}

/** The program that failed, where that is what was thrown. */
export function execFailure(thrown: unknown): ExecFailure | undefined {
  return [...causes(thrown)].find(isExecFailure);
}

/** The end of a text, where a program says why it failed. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

function* causes(thrown: unknown): Generator<unknown> {
  let current = thrown;
  for (let depth = 0; current !== undefined && current !== null && depth < 10; depth++) {
    yield current;
    current = (current as { cause?: unknown }).cause;
  }
}

/** The client repeats the whole request after its message, secrets included; that part is cut. */
function messageOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.replace(/: \{"response".*$/s, '');
}

function isExecFailure(cause: unknown): cause is ExecFailure {
  const failure = cause as Partial<ExecFailure>;
  return Array.isArray(failure.cmd) && typeof failure.exitCode === 'number';
}

function stepFailed(failure: ExecFailure, plan?: Built): Diagnostic {
  const step = plan?.stages.flatMap((stage) => stage.steps).find((s) => sameArgv(s, failure.cmd));
  const log = [failure.stdout, failure.stderr].filter((text) => text.trim() !== '').join('\n');
  const killed = failure.exitCode === 137 ? ' (killed, often for want of memory)' : '';
  return error(
    'build/step-failed',
    `${failure.cmd.join(' ')} exited with ${failure.exitCode}${killed}`,
    {
      ...(step && { span: step.origin }),
      hint:
        stepHint(log, plan?.toolchain) ??
        'fix what the last lines of its output name, then build again',
      detail: lastLines(log, 40),
    },
  );
}

function sameArgv(step: Step, argv: readonly string[]): boolean {
  return step.run.length === argv.length && step.run.every((arg, index) => arg === argv[index]);
}

/** In the words of the stores that the engine keeps blobs and file systems in. */
const EVICTED =
  /(?:content digest|snapshot|lease|blob) \S+(?: does not exist)?: not found|missing (?:shared|cached) result/i;

const SYMPTOMS: { pattern: RegExp; code: Diagnostic['code']; text: string; hint: string }[] = [
  {
    pattern: /no space left on device/i,
    code: 'build/no-disk',
    text: 'the engine has no disk space left',
    hint: 'free space where the engine keeps its state, then build again',
  },
  {
    pattern:
      /GraphQL Error \(Code: 5\d\d\)|ECONNREFUSED|ECONNRESET|socket hang up|EPIPE|premature close|transport is closing|connection error|graceful_stop|error reading from server|Unavailable/i,
    code: 'engine/lost',
    text: 'the connection to the engine was lost',
    hint: 'look at the engine with: harden engine status, then build again',
  },
  {
    pattern: /cannot allocate memory|database isn't correctly mapped/i,
    code: 'engine/lost',
    text: 'the engine has no memory left',
    hint: 'give the engine more memory, then build again',
  },
  {
    pattern: EVICTED,
    code: 'engine/evicted',
    text: 'the engine threw away what this build was using',
    hint: 'give its cache more room, then build again',
  },
  {
    pattern: /executable file not found|no such file or directory: unknown|exec: .* not found/i,
    code: 'build/step-failed',
    text: 'a step names a program that the toolchain does not have',
    hint: 'use a program of the toolchain image, or name another image under toolchain',
  },
];

function byMessage(message: string): Diagnostic {
  const symptom = SYMPTOMS.find(({ pattern }) => pattern.test(message));
  const detail = lastLines(message, 40);
  if (symptom) return error(symptom.code, symptom.text, { hint: symptom.hint, detail });
  return error('build/step-failed', 'the engine could not run the build', {
    hint: 'read what the engine said below',
    detail,
  });
}
