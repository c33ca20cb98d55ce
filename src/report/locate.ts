import type { Span } from '../diagnostics/diagnostic.ts';
import { pep503 } from '../scan/ecosystem.ts';
import type { Finding } from '../scan/types.ts';
import {
  inCargoLock,
  inCargoToml,
  inComposerLock,
  inGemfileLock,
  inPackageLock,
  inPnpmLock,
  inYarnLock,
  type Named,
} from './lock-lines.ts';

/** A file of the user's project; `path` as it is to be shown. */
export interface ProjectFile {
  path: string;
  text: string;
}

/**
 * The line of the project that asks for a finding's package: in a go.mod (direct or indirect, or
 * the line that replaces it), in a package.json, pom.xml, Cargo.toml or requirements file, else in a
 * lock file.
 * Undefined when no file names it.
 */
export function locateFinding(
  finding: Pick<Finding, 'package' | 'type' | 'version'>,
  projectFiles: readonly ProjectFile[],
): Span | undefined {
  for (const { types, file, find } of FINDERS) {
    if (!types.includes(finding.type)) continue;
    for (const project of projectFiles.filter(({ path }) => file.test(path))) {
      const found = find(linesOf(project), finding.package, finding.version);
      if (found) return { file: project.path, ...found };
    }
  }
  return undefined;
}

type Place = Omit<Span, 'file'>;

const split = new WeakMap<ProjectFile, readonly string[]>();

/** A lock file may be large, and every finding is looked for in it. */
function linesOf(file: ProjectFile): readonly string[] {
  const lines = split.get(file) ?? file.text.split(/\r?\n/);
  split.set(file, lines);
  return lines;
}

interface Finder {
  types: readonly string[];
  file: RegExp;
  find(lines: readonly string[], name: string, version: string): Place | undefined;
}

const NODE = ['node-pkg', 'npm', 'pnpm', 'yarn', 'bun'];
const RUST = ['rustbinary', 'cargo'];

const FINDERS: readonly Finder[] = [
  { types: ['gobinary', 'gomod'], file: /(^|\/)go\.mod$/, find: findInGoMod },
  {
    types: NODE,
    file: /(^|\/)package\.json$/,
    find: findInPackageJson,
  },
  { types: NODE, file: /(^|\/)package-lock\.json$/, find: placed(inPackageLock) },
  { types: NODE, file: /(^|\/)pnpm-lock\.yaml$/, find: placed(inPnpmLock) },
  { types: NODE, file: /(^|\/)yarn\.lock$/, find: placed(inYarnLock) },
  { types: RUST, file: /(^|\/)Cargo\.toml$/, find: placed(inCargoToml) },
  { types: RUST, file: /(^|\/)Cargo\.lock$/, find: placed(inCargoLock) },
  {
    types: ['composer', 'composer-vendor'],
    file: /(^|\/)composer\.lock$/,
    find: placed(inComposerLock),
  },
  { types: ['gemspec', 'bundler'], file: /(^|\/)Gemfile\.lock$/, find: placed(inGemfileLock) },
  { types: ['jar', 'pom'], file: /(^|\/)pom\.xml$/, find: findInPom },
  {
    types: ['python-pkg', 'pip'],
    file: /(^|\/)[^/]*requirements[^/]*\.(txt|in)$/,
    find: findInRequirements,
  },
  { types: ['python-pkg', 'uv', 'poetry'], file: /(^|\/)(uv|poetry)\.lock$/, find: findInLock },
];

/** In a block of another kind (`exclude`, `retract`) a name asks for nothing. */
function findInGoMod(lines: readonly string[], name: string): Place | undefined {
  let block = '';
  let required: Place | undefined;
  for (const [index, line] of lines.entries()) {
    const words = line.replace(/\/\/.*$/, '').match(/[^\s()]+|[()]/g) ?? [];
    if (words[1] === '(') block = words[0] ?? '';
    else if (words[0] === ')') block = '';
    if (name === 'stdlib') {
      if (words[0] === 'toolchain') return placeOf(line, index, words[1] ?? '');
      if (words[0] === 'go') required ??= placeOf(line, index, words[1] ?? '');
      continue;
    }
    const [directive, ...rest] = block === '' ? words : [block, ...words];
    if (directive === 'require' && rest[0] === name) required ??= placeOf(line, index, name);
    if (directive !== 'replace') continue;
    if (rest[rest.indexOf('=>') + 1] === name) {
      return placeOf(line, index, name, line.indexOf('=>'));
    }
  }
  return required;
}

/** The first line that has the name as a key with a range: one of the maps of dependencies. */
function findInPackageJson(lines: readonly string[], name: string): Place | undefined {
  for (const [index, line] of lines.entries()) {
    const found = [...line.matchAll(/"([^"]+)"\s*:\s*"[^"]*"/g)].find(([, key]) => key === name);
    if (found) return placeOf(line, index, name, found.index);
  }
  return undefined;
}

/** The artifact in an element that has its group too: a dependency, a parent or a plugin. */
function findInPom(lines: readonly string[], name: string): Place | undefined {
  const [group, artifact = ''] = name.split(':');
  for (const [index, line] of lines.entries()) {
    if (!line.includes(`<artifactId>${artifact}</artifactId>`)) continue;
    const near = lines.slice(Math.max(0, index - 2), index + 3);
    if (near.some((one) => one.includes(`<groupId>${group}</groupId>`)))
      return placeOf(line, index, artifact, line.indexOf('>'));
  }
  return undefined;
}

/** Names are compared in the form of PEP 503. */
function findInRequirements(lines: readonly string[], name: string): Place | undefined {
  for (const [index, line] of lines.entries()) {
    const [, found] = /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:[[=<>!~;@#(]|$)/.exec(line) ?? [];
    if (found && pep503(found) === pep503(name)) return placeOf(line, index, found);
  }
  return undefined;
}

/** The line that names a locked package; those that need it have its name in a list. */
function findInLock(lines: readonly string[], name: string): Place | undefined {
  for (const [index, line] of lines.entries()) {
    const [, found] = /^name = "([^"]+)"$/.exec(line) ?? [];
    if (found && pep503(found) === pep503(name))
      return placeOf(line, index, found, line.indexOf('"'));
  }
  return undefined;
}

/** Of a finder that says which line it is. */
function placed(find: (...args: Parameters<Finder['find']>) => Named | undefined): Finder['find'] {
  return (lines, name, version) => {
    const found = find(lines, name, version);
    return found && placeOf(lines[found.index] ?? '', found.index, found.name);
  };
}

function placeOf(line: string, index: number, word: string, after = 0): Place {
  return { line: index + 1, column: line.indexOf(word, after) + 1, length: word.length };
}
