import { readCommandLine } from '../command-line.ts';
import type { CommandProgram, ProjectView } from '../types.ts';
import type { Manifest } from './node-manifest.ts';

/** Programs that packages install, and the file that is the same program; some know their port. */
const BINS: Record<string, { file: string; port?: number }> = {
  fastify: { file: 'fastify-cli/cli.js', port: 3000 },
  'react-router-serve': { file: '@react-router/serve/dist/cli.js', port: 3000 },
  'remix-serve': { file: '@remix-run/serve/dist/cli.js', port: 3000 },
  'http-server': { file: 'http-server/bin/http-server', port: 8080 },
};
/** Frameworks whose build makes a program of its own. */
const BUILT: Record<string, CommandProgram> = {
  'nest start': { value: ['node', 'dist/main.js'], port: 3000 },
  'nuxt start': { value: ['node', '.output/server/index.mjs'], port: 3000 },
  'nuxt preview': { value: ['node', '.output/server/index.mjs'], port: 3000 },
  'astro preview': {
    value: ['node', 'dist/server/entry.mjs'],
    port: 4321,
    env: { HOST: '0.0.0.0' },
  },
};
/** Packages whose being there says what the build makes, where no script starts it. */
const ADAPTERS: Record<string, CommandProgram> = {
  '@sveltejs/adapter-node': { value: ['node', 'build/index.js'], port: 3000 },
  nuxt: { value: ['node', '.output/server/index.mjs'], port: 3000 },
  '@astrojs/node': {
    value: ['node', 'dist/server/entry.mjs'],
    port: 4321,
    env: { HOST: '0.0.0.0' },
  },
};
const RUNNERS = /^(?:tsx|ts-node|ts-node-dev|nodemon|bun|esno|swc-node)$/;
const DEPTH = 4;

/** What a script of package.json starts, as a command of node; undefined for what is no server. */
export function fromScript(
  script: string,
  manifest: Manifest,
  view: ProjectView,
  depth = 0,
): CommandProgram | undefined {
  const parts = script.split('&&').map((part) => part.trim());
  const line = readCommandLine(parts.at(-1) ?? '');
  if (!line || depth > DEPTH) return undefined;
  const argv = line.argv[0] === 'cross-env' ? line.argv.slice(1) : line.argv;
  const env = { ...line.env };
  while (/^[A-Z_]\w*=/.test(argv[0] ?? '')) {
    const [name = '', value = ''] = (argv.shift() ?? '').split(/=(.*)/s);
    env[name] = value;
  }
  delete env['NODE_ENV'];
  const found = fromArguments(argv, manifest, view, depth);
  if (!found) return undefined;
  const guess = parts.length > 1 ? 'what the script does before it is left out' : found.guess;
  const all = { ...env, ...found.env };
  return {
    ...found,
    ...(guess && { guess }),
    ...(Object.keys(all).length > 0 && { env: all }),
  };
}

/** What the build of a framework makes. */
export function fromDependency(
  view: ProjectView,
  manifest: Manifest,
): { name: string; program: CommandProgram } | undefined {
  const names = Object.keys(manifest.dependencies);
  if (names.includes('next')) return { name: 'next', program: next([], view, manifest) };
  const name = names.find((one) => one in ADAPTERS);
  const program = name === undefined ? undefined : ADAPTERS[name];
  if (name === undefined || !program) return undefined;
  return { name, program: { ...program, value: inFolder(program.value, manifest) } };
}

export function fromArguments(
  argv: readonly string[],
  manifest: Manifest,
  view: ProjectView,
  depth = 0,
): CommandProgram | undefined {
  const [program = '', ...rest] = argv;
  const name = program.replace(/^(?:\.\/)?node_modules\/\.bin\//, '').replace(/^.*\/(?=node$)/, '');
  if (name === 'node') return node(rest, manifest, view);
  if (name === 'next' && rest[0] === 'start') return next(rest, view, manifest);
  if (/^(?:npm|pnpm|yarn|bun)$/.test(name) && !/\.[cm]?[jt]s$/.test(rest.at(-1) ?? '')) {
    const script = manifest.scripts[rest[0] === 'run' ? (rest[1] ?? '') : (rest[0] ?? '')];
    return script === undefined ? undefined : fromScript(script, manifest, view, depth + 1);
  }
  if (name === 'npx' || name === 'dotenv') return fromArguments(rest, manifest, view, depth + 1);
  if (RUNNERS.test(name))
    return node(
      rest.filter((word) => word !== 'run'),
      manifest,
      view,
    );
  const built = BUILT[`${name} ${rest[0] ?? ''}`];
  if (built) return { ...built, value: inFolder(built.value, manifest) };
  const bin = BINS[name];
  if (!bin) return undefined;
  const { port } = bin;
  return { value: ['node', `node_modules/${bin.file}`, ...rest], ...(port && { port }) };
}

/** `node` with its options; a TypeScript file is what the compiler makes of it. */
function node(
  words: readonly string[],
  manifest: Manifest,
  view: ProjectView,
): CommandProgram | undefined {
  const index = words.findIndex((word) => !word.startsWith('-'));
  const file = words[index]?.replace(/^\.\//, '');
  if (file === undefined) return undefined;
  const options = words
    .slice(0, index)
    .filter((word) => !/^--(?:watch|env-file|inspect)/.test(word));
  const rest = words.slice(index + 1);
  const place = manifest.folder === '' ? file : `${manifest.folder}/${file}`;
  if (!/\.[cm]?tsx?$/.test(file)) return { value: ['node', ...options, place, ...rest] };
  const made = compiled(file, manifest, view);
  const value = ['node', ...options, made.path, ...rest];
  return { value, guess: 'it is where the compiler puts the start script’s file', ...made.todo };
}

/** Where the file of a TypeScript source is after the build. */
function compiled(file: string, { folder }: Manifest, view: ProjectView) {
  const at = (path: string) => (folder === '' ? path : `${folder}/${path}`);
  const settings = ['tsconfig.build.json', 'tsconfig.json'].map(
    (name) => view.read(at(name)) ?? '',
  );
  const said = (key: string) =>
    settings
      .map(
        (text) =>
          new RegExp(`^[^/\\n]*"${key}"\\s*:\\s*"(?:\\./)?([^"]*?)/?"`, 'm').exec(text)?.[1],
      )
      .find(Boolean);
  const out = said('outDir');
  const root = said('rootDir') ?? (file.startsWith('src/') ? 'src' : '');
  const inside = root !== '' && file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
  const path = at(`${out ?? 'dist'}/${inside.replace(/(\.[cm]?)tsx?$/, '$1js')}`);
  const todo = out ? {} : { todo: ['let a script "build" compile the sources: "build": "tsc"'] };
  return { path, todo };
}

/** The standalone output of Next has a server of its own. */
function next(words: readonly string[], view: ProjectView, manifest: Manifest): CommandProgram {
  const names = ['next.config.ts', 'next.config.mjs', 'next.config.js'];
  const text = names.map((name) => view.read(name)).find((one) => one !== undefined) ?? '';
  const standalone = /output\s*:\s*['"`]standalone['"`]/.test(text);
  const place = manifest.folder === '' ? 'server.js' : `${manifest.folder}/server.js`;
  const given = /(?:-p|--port)[ =](\d+)/.exec(words.join(' '))?.[1];
  return {
    value: ['node', place],
    port: Number(given ?? 3000),
    // The name of the container is in this variable elsewhere.
    env: { HOSTNAME: '0.0.0.0', ...(given && { PORT: given }) },
    ...(!standalone && { todo: ["write output: 'standalone' into next.config"] }),
  };
}

function inFolder(argv: readonly string[], { folder }: Manifest): string[] {
  return folder === ''
    ? [...argv]
    : argv.map((word, index) => (index === 1 ? `${folder}/${word}` : word));
}
