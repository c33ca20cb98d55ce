import type { Instruction } from './lexer.ts';

/** The instructions from one FROM to the next. */
export interface Stage {
  /** After AS, else its number. */
  name: string;
  /** The image or stage it begins with, arguments filled in. */
  from: string;
  instruction: Instruction;
  instructions: Instruction[];
  /** Arguments and variables that are known at its end. */
  variables: Record<string, string>;
}

/** The stages of a Dockerfile; arguments have their defaults, since nobody gives others here. */
export function stagesOf(instructions: readonly Instruction[]): Stage[] {
  const global: Record<string, string> = {};
  const stages: Stage[] = [];
  for (const instruction of instructions) {
    const stage = stages.at(-1);
    if (instruction.name === 'FROM') {
      const [, image = '', name] = /^(\S+)(?:\s+AS\s+(\S+))?/i.exec(instruction.rest) ?? [];
      const from = expand(image, global);
      const parent = stages.find((one) => one.name === from);
      stages.push({
        name: (name ?? String(stages.length)).toLowerCase(),
        from,
        instruction,
        instructions: [],
        variables: { ...parent?.variables },
      });
    } else if (!stage) {
      if (instruction.name === 'ARG') Object.assign(global, argument(instruction, global, global));
    } else {
      stage.instructions.push(instruction);
      Object.assign(stage.variables, variablesOf(instruction, stage.variables, global));
    }
  }
  return stages;
}

/** `$NAME`, `${NAME}`, `${NAME:-default}`; a name nobody knows stays as it is written. */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(
    /\\\$|\$(?:(\w+)|\{(\w+)(?::?([-+])([^}]*))?\})/g,
    (all, plain?: string, braced?: string, sign?: string, word?: string) => {
      if (all === '\\$') return '$';
      const value = variables[plain ?? braced ?? ''];
      if (sign === '+') return value ? (word ?? '') : '';
      if (sign === '-') return value || (word ?? '');
      return value ?? all;
    },
  );
}

/** The last stage with all that it stands on, the deepest first: what the image is made of. */
export function finalStages(stages: readonly Stage[]): Stage[] {
  const chain: Stage[] = [];
  let stage = stages.at(-1);
  while (stage && !chain.includes(stage)) {
    chain.unshift(stage);
    const { from } = stage;
    stage = stages.find((one) => one.name === from.toLowerCase());
  }
  return chain;
}

function variablesOf(
  instruction: Instruction,
  known: Readonly<Record<string, string>>,
  global: Readonly<Record<string, string>>,
): Record<string, string> {
  if (instruction.name === 'ARG') return argument(instruction, known, global);
  if (instruction.name !== 'ENV') return {};
  return Object.fromEntries(
    pairsOf(instruction.rest).map(([name, value]) => [name, expand(value, known)]),
  );
}

/** An argument without a value has the one that stands before the first FROM. */
function argument(
  { rest }: Instruction,
  known: Readonly<Record<string, string>>,
  global: Readonly<Record<string, string>>,
): Record<string, string> {
  const given = Object.fromEntries(rest.includes('=') ? pairsOf(rest) : []);
  const names = rest.match(/(?<![^\s])\w+(?![^\s=])/g) ?? [];
  const values = names.flatMap((name): [string, string][] => {
    const value = Object.hasOwn(given, name) ? expand(given[name] ?? '', known) : global[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(values);
}

/** `NAME=value NAME="other value"`, and the old form `NAME value`. */
export function pairsOf(rest: string): [string, string][] {
  const old = /^([\w.-]+)\s+(.*)$/s.exec(rest);
  if (old && !/^[\w.-]+=/.test(rest)) return [[old[1] ?? '', unquoted(old[2] ?? '')]];
  const pairs = rest.matchAll(/([\w.\-/"']+)=((?:"(?:\\.|[^"])*"|'[^']*'|\\.|[^\s"'\\])*)/g);
  return [...pairs].map(([, name = '', value = '']) => [unquoted(name), unquoted(value)]);
}

function unquoted(text: string): string {
  return text.replace(/"((?:\\.|[^"])*)"|'([^']*)'|\\(.)/g, (_all, double, single, escaped) =>
    String(double?.replace(/\\(.)/g, '$1') ?? single ?? escaped ?? ''),
  );
}
