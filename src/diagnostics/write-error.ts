import { error, HardenError } from './diagnostic.ts';

const FULL = ['ENOSPC', 'EDQUOT'];
/** What is in the way of writing, where it is no bug of ours that somebody wanted to. */
const IN_THE_WAY: Record<string, string> = {
  EACCES: 'there is no right to write it',
  EPERM: 'there is no right to write it',
  EROFS: 'the disk is for reading only',
  EEXIST: 'something else is there',
  ENOTDIR: 'a part of it is no folder',
};
const WRITES = /^(?:mkdir|mkdtemp|open|rename|write|copyfile|rm|rmdir|unlink|symlink|utime)$/;

/**
 * What the system says of a full disk (`build/no-disk`) or of a place that cannot be written
 * (`build/cannot-write`), in words; anything else as it is.
 * @param doing what was going on, where it is known: "while a layer was written".
 */
export function writeError(thrown: unknown, doing?: string): unknown {
  if (!(thrown instanceof Error) || thrown instanceof HardenError) return thrown;
  const { code = '', syscall = '', path } = thrown as NodeJS.ErrnoException;
  if (FULL.includes(code)) return full(code, doing ?? (path ? `while ${path} was written` : ''));
  const why = IN_THE_WAY[code];
  if (why === undefined || path === undefined || !WRITES.test(syscall)) return thrown;
  return new HardenError(
    error('build/cannot-write', `${path} cannot be written (${code}): ${why}`, {
      hint: 'make room for it, or give whoever runs harden the right to write there',
    }),
  );
}

/** As the end of a promise that writes: what it throws is thrown in words. */
export function inWords(doing?: string): (thrown: unknown) => never {
  return (thrown) => {
    throw writeError(thrown, doing);
  };
}

function full(code: string, doing: string): HardenError {
  return new HardenError(
    error('build/no-disk', `the disk is full (${code}) ${doing}`.trim(), {
      hint: 'free some space, or point HARDEN_CACHE_DIR at a larger disk',
    }),
  );
}
