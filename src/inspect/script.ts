/** What an interpreter is told to start, and the paths that it would take it from. */
export interface Script {
  name: string;
  candidates: string[];
}

/**
 * The script, module or jar of a command line. Options before it may have values of their own, and
 * where they do nobody but the interpreter can tell: then nothing is said.
 */
export function scriptOf(argv: readonly string[], workdir: string): Script | undefined {
  const [program = '', ...args] = argv;
  const kind = KINDS.find(({ pattern }) => pattern.test(program.split('/').at(-1) ?? ''));
  const name = kind?.find(args);
  if (!kind || name === undefined) return undefined;
  const path = name.startsWith('/') ? name : `${workdir.replace(/\/$/, '')}/${name}`;
  return { name, candidates: kind.endings.map((ending) => `${path}${ending}`) };
}

interface Kind {
  pattern: RegExp;
  find(args: readonly string[]): string | undefined;
  /** What the interpreter adds to a name that is no file. */
  endings: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    pattern: /^node(?:js)?$/,
    find: first,
    endings: [
      '',
      ...['.js', '.json', '.node'],
      ...['/package.json', '/index.js', '/index.json', '/index.node'],
    ],
  },
  { pattern: /^python[\d.]*$/, find: first, endings: ['', '/__main__.py'] },
  {
    pattern: /^java$/,
    find: (args) => (args.includes('-jar') ? args[args.indexOf('-jar') + 1] : undefined),
    endings: [''],
  },
];

/** `node inspect` starts no file of that name. */
const SUBCOMMANDS = ['inspect', '-'];

function first([arg]: readonly string[]): string | undefined {
  return arg === undefined || arg.startsWith('-') || SUBCOMMANDS.includes(arg) ? undefined : arg;
}
