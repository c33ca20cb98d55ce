import { setImmediate } from 'node:timers/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { lastLines, toHardenError } from './errors.ts';
import type * as Sdk from './sdk.ts';

type Transport = ReturnType<typeof Sdk.createGQLClient>;
type Outcome<T> = { value: T } | { thrown: unknown };

/**
 * Runs `use` in a session of Dagger's own program, which `connect` of the SDK fetches and starts with
 * this environment. Throws what `use` throws, and `engine/unreachable` where no session was opened.
 */
export async function inSdkSession<T>(
  connect: typeof Sdk.withGQLClient,
  environment: Record<string, string>,
  use: (transport: Transport) => Promise<T>,
): Promise<T> {
  // The program would send usage statistics.
  Object.assign(process.env, { DO_NOT_TRACK: '1', ...environment });
  const program = watchProgram();
  let outcome: Outcome<T> | undefined;
  try {
    // The SDK wraps what the callback throws in an error of its own, so nothing is thrown through it.
    await connect({}, async (transport) => {
      outcome = await use(transport).then(
        (value) => ({ value }),
        (thrown: unknown) => ({ thrown }),
      );
    });
  } catch (thrown) {
    if (outcome) throw toHardenError(thrown);
    throw unreachable((await program.failure()) ?? thrown);
  } finally {
    program.unwatch();
  }
  const ended = outcome as Outcome<T> | undefined;
  if (ended && 'value' in ended) return ended.value;
  throw ended?.thrown ?? new Error('the SDK ran no pipeline');
}

/** Why the program ended, the SDK throws where nobody can catch it; Node would end with a stack. */
function watchProgram() {
  let failed: Error | undefined;
  const keep = (reason: unknown) => {
    if (!isOfProgram(reason)) throw reason;
    failed ??= reason;
  };
  process.on('unhandledRejection', keep);
  return {
    failure: async () => {
      // Node tells of rejections after those that are awaited.
      await setImmediate();
      return failed;
    },
    unwatch: () => process.off('unhandledRejection', keep),
  };
}

/** The SDK's own error with what the program wrote, or that of the package that started it. */
function isOfProgram(reason: unknown): reason is Error {
  if (!(reason instanceof Error)) return false;
  const command = (reason as { command?: unknown }).command;
  return (
    reason.name === 'EngineSessionError' ||
    (typeof command === 'string' && command.includes(' session --label dagger.io/sdk.name'))
  );
}

function unreachable(thrown: unknown): HardenError {
  const program = process.env['_EXPERIMENTAL_DAGGER_CLI_BIN'] || 'the dagger program';
  const { message = '', cause } = thrown as Partial<Error>;
  // One that ends in silence is a mistake in the SDK, which says nothing to a user.
  const said = cause instanceof TypeError ? '' : message;
  return new HardenError(
    error('engine/unreachable', `${program} opened no session`, {
      hint: 'make sure that Docker or Podman runs and may fetch images, or name an engine: --engine',
      ...(said && { detail: lastLines(said, 40) }),
    }),
  );
}
