import { type Asking, askedBy } from './package-json.ts';
import type { Known, Symptom } from './types.ts';
import { wrongPath } from './wrong-path.ts';

/** What Node says when it does not find what a program imports. */
export const NODE_MODULES: readonly Symptom[] = [
  {
    // A path with other folders before it is that of a file, not of a package.
    pattern: /Cannot find module '(\/[^'\n]+)'(?: imported from ['"]?(\/[^'"\n]+))?/,
    text: ([, path = '', importer], known) =>
      wrongPath(path, importer ?? required(known.words), known),
  },
  {
    pattern: /Cannot find module '(\.{1,2}\/[^'\n]+)'/,
    text: ([, relative = ''], known) => {
      const importer = required(known.words);
      const path = importer && new URL(relative, `file://${importer}`).pathname;
      return path && wrongPath(decodeURIComponent(path), importer, known);
    },
  },
  {
    pattern: /Cannot find (?:module|package) '([^'\n]+)'(?: imported from ['"]?(\/[^'"\n]+))?/,
    text: ([, module = '', importer], known) =>
      missing(nameOf(module), importer ?? required(known.words), known),
  },
];

/** The file that `require` was called in, as Node's stack of them says. */
function required(words: string): string | undefined {
  return /Require stack:\s*\n\s*- (\/[^\n]+)/.exec(words)?.[1]?.trim();
}

/** The package of a module: `@scope/name/part` is of `@scope/name`. */
function nameOf(module: string): string {
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}

function missing(name: string, importer: string | undefined, known: Known): string {
  const asking = askedBy(name, foldersOf(importer, known.workdir), known.project);
  const absent = `the Node module ${name} is not in the image`;
  return `${absent}: ${asking ? fixOf(asking) : `no package.json asks for it: add it to dependencies (npm install ${name})`}`;
}

function fixOf({ list, place }: Asking): string {
  switch (list) {
    case 'devDependencies':
      return `it is a dependency for development (${place}), and these do not ship: move it to dependencies, and update the lock file`;
    case 'peerDependencies':
      return `${place} leaves it to others (peerDependencies): add it to dependencies, and update the lock file`;
    case 'optionalDependencies':
      return `it is optional (${place}), and could not be installed: move it to dependencies, which shows why`;
    case 'dependencies':
      return `${place} asks for it: see that the lock file has it, and that no artifact leaves it out`;
    default:
      throw new Error(`no fix for ${String(list satisfies never)}`);
  }
}

/** Folders of the project that the importing file may be of, the innermost first. */
function foldersOf(importer: string | undefined, workdir: string): string[] {
  const own = importer?.split('/node_modules/', 1)[0];
  const root = workdir.replace(/\/$/, '');
  if (!own?.startsWith(`${root}/`)) return [''];
  const parts = own.slice(root.length + 1).split('/');
  return parts.map((_, index) => parts.slice(0, parts.length - index - 1).join('/'));
}
