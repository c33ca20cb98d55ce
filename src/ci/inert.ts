import type { CiSystem } from './system.ts';

/**
 * What a CI would take for a command of its own, wherever it comes from: GitHub reads `::` at the
 * start of a line and `##[` anywhere, Azure `##[` and `##vso[`. Marks of GitLab need an escape
 * character, which is never printed.
 */
const COMMANDS: Record<CiSystem, RegExp | undefined> = {
  github: /(?<=^\s*):(?=:)|#(?=#\[)/gm,
  azure: /#(?=#(?:vso)?\[)/gi,
  gitlab: undefined,
};

/**
 * Text that the log of a CI shows and does not obey: the first sign of a command is written as the
 * escape of JSON, so that a document stays the same document.
 */
export function inert(text: string, system: CiSystem | undefined): string {
  const commands = system && COMMANDS[system];
  if (!commands) return text;
  return text.replace(commands, (sign) => (sign === ':' ? '\\u003a' : '\\u0023'));
}
