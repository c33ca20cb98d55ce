import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Options, Terminal } from './terminal.ts';

/** What every command takes of how much is said, and where. */
export const TALK_OPTIONS: [string, string][] = [
  ['--quiet', 'Print results and what went wrong, and nothing else'],
  ['--log-file <file>', 'Also write all that is printed into this file, without colours'],
];

/** The terminal as the options want it; `close` ends the log file. */
export function talkingTo(
  terminal: Terminal,
  options: Options,
): { terminal: Terminal; close: () => void } {
  const quiet = options['quiet'] === true;
  const file = options['logFile'];
  if (file === undefined) return { terminal: { ...terminal, quiet }, close: () => undefined };
  const log = opened(resolve(terminal.cwd, String(file)), String(file));
  const both = (write: (text: string) => void) => (text: string) => {
    write(text);
    log.write(stripVTControlCharacters(text));
  };
  return {
    terminal: {
      ...terminal,
      ...{ out: both(terminal.out), err: both(terminal.err), draw: terminal.err },
      ...{ log: log.write, quiet },
    },
    close: log.close,
  };
}

function opened(path: string, name: string) {
  try {
    const descriptor = openSync(path, 'w');
    return {
      write: (text: string) => void writeSync(descriptor, text),
      close: () => closeSync(descriptor),
    };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new HardenError(
      error('cli/bad-option', `the log file ${name} cannot be written: ${code ?? message}`, {
        hint: 'name a file in a folder that is there and can be written',
      }),
    );
  }
}
