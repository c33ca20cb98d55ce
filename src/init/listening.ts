import type { DockerfileHints } from './dockerfile/hints.ts';
import { portInCode } from './ports.ts';
import {
  type Answers,
  type Fact,
  type Language,
  PORT,
  type Program,
  type ProjectView,
} from './types.ts';

/** Where a program listens, and the arguments that say so. */
export interface Listening {
  argv: string[];
  /** The variable PORT, where the program takes its port from there. */
  env: Record<string, string>;
  port?: Fact<number>;
}

/** Free for programs that are not root, and the custom of containers. */
const DEFAULT = 8080;
const BY_OPTION = /^(?:--port|-p|--bind|-b|--listen|--http-port)(?:=(.*))?$/;

/**
 * The port of a program: what its own arguments say, else the Dockerfile, else its code, else what
 * its server takes. A port below 1024 that the arguments set is moved above: only root may use it.
 */
export function listening(
  view: ProjectView,
  language: Language,
  program: Program,
  hints: DockerfileHints | undefined,
  answers: Answers,
): Listening {
  const argv = [...program.value];
  if (program.fixedPort && program.port) {
    return { argv, env: {}, port: { value: program.port, evidence: program.evidence } };
  }
  const own = ownPort(argv);
  if (own && own.port < 1024) {
    argv[own.index] = (argv[own.index] ?? '').replace(/\d+$/, String(DEFAULT));
    const guess = `port ${own.port} is only for root`;
    return { argv, env: {}, port: { value: DEFAULT, evidence: program.evidence, guess } };
  }
  if (own) return { argv, env: {}, port: { value: own.port, evidence: program.evidence } };
  const asked = Number(answers['port'] ?? 0);
  const said: Fact<number> | undefined =
    asked > 0 ? { value: asked, evidence: [] } : outside(view, language, program, hints);
  const takes = argv.some((word) => word.includes(PORT));
  const port =
    said ??
    (takes
      ? {
          value: DEFAULT,
          evidence: [],
          guess: 'no line names a port; the entrypoint sets this one',
        }
      : undefined);
  const number = port && takes && port.value < 1024 ? moved(port) : port;
  const filled = argv.map((word) => word.replaceAll(PORT, String(number?.value ?? DEFAULT)));
  const env = number && !takes && number === hints?.variable ? { PORT: String(number.value) } : {};
  return { argv: filled, env, ...(number && { port: number }) };
}

function outside(
  view: ProjectView,
  language: Language,
  program: Program,
  hints: DockerfileHints | undefined,
): Fact<number> | undefined {
  const said = hints?.variable ?? hints?.port;
  const code = portInCode(view, language, program);
  // A port below 1024 is what a container maps, or nothing that could be kept.
  if (said && (said.value >= 1024 || !code)) return said;
  if (code) return code;
  return program.port === undefined
    ? undefined
    : { value: program.port, evidence: program.evidence, guess: 'it is what the framework takes' };
}

function moved(port: Fact<number>): Fact<number> {
  return { ...port, value: DEFAULT, guess: `port ${port.value} is only for root` };
}

function ownPort(argv: readonly string[]): { port: number; index: number } | undefined {
  for (const [index, word] of argv.entries()) {
    const match = BY_OPTION.exec(word);
    if (!match) continue;
    const at = match[1] === undefined ? index + 1 : index;
    const port = Number(/(?:^|[:=])(\d{1,5})$/.exec(argv[at] ?? '')?.[1] ?? 0);
    if (port > 0 && port <= 65535) return { port, index: at };
  }
  return undefined;
}
