import { type Diagnostic, HardenError } from './diagnostic.ts';
import { hiderOf } from './hide.ts';

/** What was thrown, with the secrets hidden that a program may have printed: a mistake of harden's own too. */
export function withoutSecrets(thrown: unknown, values: Iterable<string>): unknown {
  const hide = hiderOf(values);
  if (thrown instanceof HardenError) return masked(thrown, hide);
  for (const cause of causesOf(thrown)) {
    cause.message = hide(cause.message);
    if (cause.stack) cause.stack = hide(cause.stack);
  }
  return typeof thrown === 'string' ? hide(thrown) : thrown;
}

function masked(failure: HardenError, hide: (text: string) => string): HardenError {
  const diagnostics = failure.diagnostics.map(
    ({ message, hint, detail, ...rest }): Diagnostic => ({
      ...rest,
      message: hide(message),
      ...(hint && { hint: hide(hint) }),
      ...(detail && { detail: hide(detail) }),
    }),
  );
  return new HardenError(...diagnostics).about(failure.sources);
}

/** How many errors are looked through, each the cause of the one before. */
const DEEPEST = 10;

function* causesOf(thrown: unknown): Generator<Error> {
  let current = thrown;
  for (let depth = 0; current instanceof Error && depth < DEEPEST; depth++) {
    yield current;
    current = current.cause;
  }
}
