import { type CommandLine, readCommandLine } from './command-line.ts';
import { hits } from './lines.ts';
import type { Evidence, ProjectView } from './types.ts';

/** A command that the project itself names. `line` is undefined when only a shell could run it. */
export interface NamedCommand {
  /** web, worker, CMD. */
  name: string;
  written: string;
  line: CommandLine | undefined;
  evidence: Evidence;
}

/** The processes of a Procfile, `web` first; `release` is no program that keeps running. */
export function procfileCommands(view: ProjectView): NamedCommand[] {
  return hits(view, 'Procfile', /^([A-Za-z0-9_-]+):\s*(.+)$/)
    .map(({ match: [, name = '', written = ''], evidence }) => {
      return { name, written, line: readCommandLine(written), evidence };
    })
    .filter(({ name }) => name !== 'release')
    .sort((a, b) => Number(b.name === 'web') - Number(a.name === 'web'));
}
