import { PORT } from './types.ts';

/** A command line as a program and its arguments. `env` are the assignments before it. */
export interface CommandLine {
  argv: string[];
  env: Record<string, string>;
}

/**
 * Reads a line that a shell would run, without one. `$PORT` becomes the place of the port. Undefined
 * for a line that needs the shell: pipes, substitutions, other variables, several commands.
 */
export function readCommandLine(line: string): CommandLine | undefined {
  const words = split(line.trim().replace(/^exec\s+/, ''));
  if (!words) return undefined;
  const env: Record<string, string> = {};
  while (words[0] !== undefined && ASSIGNMENT.test(words[0])) {
    const word = words.shift() ?? '';
    env[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
  }
  return words.length > 0 ? { argv: words, env } : undefined;
}

/** A list of arguments with its variables: `$PORT` alone is known. Undefined for any other. */
export function readArguments(argv: readonly string[]): string[] | undefined {
  const [program = '', flag = '', script] = argv;
  if (/(?:^|\/)(?:ba|da|a)?sh$/.test(program) && /^-\w*c$/.test(flag)) {
    return script === undefined ? undefined : readCommandLine(script)?.argv;
  }
  const words = argv.map(withPort);
  return words.some((word) => /\$[{(\w]/.test(word)) ? undefined : words;
}

const ASSIGNMENT = /^[A-Za-z_]\w*=/;
const PORT_VARIABLE = /\$(?:PORT\b|\{PORT(?::?-\d+)?\})/g;

function withPort(word: string): string {
  return word.replace(PORT_VARIABLE, PORT);
}

function split(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (quote) {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"') word += line[++at] ?? '';
      else word += character;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (/["']/.test(character)) {
      quote = character;
      word ??= '';
    } else if (NEEDS_SHELL.test(character)) {
      return undefined;
    } else {
      word = (word ?? '') + (character === '\\' ? (line[++at] ?? '') : character);
    }
  }
  if (quote) return undefined;
  if (word !== undefined) words.push(word);
  const known = words.map(withPort);
  return known.some((one) => /\$[{(\w]/.test(one)) ? undefined : known;
}

/** Pipes, lists, redirections, substitutions, groups, patterns. */
const NEEDS_SHELL = /[|&;<>`()*?#~]/;
