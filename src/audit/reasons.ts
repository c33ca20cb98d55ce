import { BIN, COMPILERS, HEADERS, MANAGERS, SHELLS, TOOLS } from '../inspect/checks/programs.ts';
import { pep503 } from '../scan/ecosystem.ts';
import { lastPart, shown } from './tree.ts';
import type { Part } from './types.ts';

/** Why a package is there that no program at run time needs, and the files that show it. */
export interface Reason {
  kind: 'shell' | 'manager' | 'compiler' | 'tool' | 'machine' | 'headers' | 'docs' | 'scripts';
  why: string;
  /** Programs by which it would be called. */
  programs: string[];
}

/** By the name of a program; the first that fits counts. */
const PROGRAMS: [kind: Reason['kind'], names: RegExp, what: string][] = [
  ['shell', SHELLS, 'a shell, which is what most attacks start first'],
  ['manager', MANAGERS, 'a package manager: what runs installs nothing'],
  ['manager', /^(?:debconf|dpkg-.*|apt-.*|update-.*|virtualenv)$/, 'part of package management'],
  ['compiler', COMPILERS, 'a compiler or build tool: what runs is built already'],
  [
    'compiler',
    /^(?:gcov.*|objdump|strip|m4|autoconf|automake|libtool|pkg-config|pkgconf|git|hg|svn|patch|go|gofmt|rustup|mvn|gradle|ant)$/,
    'builds programs or fetches their sources',
  ],
  ['tool', TOOLS, 'a tool to fetch files, watch networks or programs, or edit'],
  [
    'tool',
    /^(?:arping|tracepath|mtr|ip|ifconfig|netstat|route|ss|top|ps|gpg|openssl|less|more|man)$/,
    'a tool for people who look around',
  ],
  [
    'machine',
    /^(?:su|sudo|login|passwd|useradd|adduser|chpasswd|mount|umount|mkfs|fsck|systemctl|service|invoke-rc\.d|agetty|init)$/,
    'manages users, disks or services of a machine; a container has none',
  ],
  [
    'scripts',
    /^(?:ls|cat|cp|mv|rm|sed|grep|awk|mawk|gawk|find|xargs|tar|gzip|bzip2|xz|diff|cmp|hostname|which|tput|clear|getopt|logger|file|perl|perldoc|cpan|prove|expr|vmstat)$/,
    'commands for shells and scripts, and nothing here runs a shell or starts other programs',
  ],
];
/** By the name of the package, where its programs are links to those of others. */
const PACKAGES: [kind: Reason['kind'], names: RegExp, what: string][] = [
  ['headers', /-dev$|-headers$/, 'what a compiler reads, and nothing that runs'],
  [
    'compiler',
    /^(?:binutils|gcc|g\+\+|cpp|clang|gfortran|build-essential|make)(?:-\d+)?(?:-[a-z0-9-]+-linux-gnu)?$/,
    'a compiler or build tool: what runs is built already',
  ],
  ['manager', /^python3(?:\.\d+)?-(?:venv|pip)$/, 'brings pip along'],
  ['docs', /-doc$|-docs$/, 'documentation'],
];
/** Packages that install themselves with a runtime, for installing more. */
const WHEELS = /^usr\/share\/python-wheels\/|\/ensurepip\//;
const DOCS = /^usr\/(?:local\/)?share\/(?:doc|man|info|lintian|bug|help|gtk-doc)\//;
const SIDE = /^usr\/share\/(?:doc|lintian|bug)\//;

/** What a package of the system is for, where nothing that runs has a use for it. */
export function systemReason({ name, files }: Part): Reason | undefined {
  const programs = files.filter((path) => BIN.test(path));
  for (const [kind, names, what] of PROGRAMS) {
    const found = programs.filter((path) => names.test(lastPart(path)));
    const [first] = found;
    if (first) return { kind, why: `${what}: ${named(found)}`, programs: found };
  }
  const wheel = files.find((path) => WHEELS.test(path));
  if (wheel) {
    return { kind: 'manager', why: `brings pip along: ${shown(wheel)}`, programs: [] };
  }
  const header = files.find((path) => HEADERS.test(path));
  if (header) {
    const why = `headers that only a compiler reads: ${shown(header)}`;
    return { kind: 'headers', why, programs: [] };
  }
  const called = PACKAGES.find(([, names]) => names.test(name));
  if (called) return { kind: called[0], why: called[2], programs: [] };
  const content = files.filter((path) => !SIDE.test(path));
  if (content.length > 0 && content.every((path) => DOCS.test(path))) {
    return { kind: 'docs', why: `documentation alone: ${shown(content[0] ?? '')}`, programs: [] };
  }
  return undefined;
}

/** The same for a program of which only the name is known. */
export function programReason(program: string): string | undefined {
  const found = PROGRAMS.find(([kind, names]) => kind !== 'scripts' && names.test(program));
  return found?.[2];
}

const PYTHON_MANAGERS =
  /^(?:pip|pip-tools|pipx|setuptools|wheel|build|virtualenv|pipenv|poetry|poetry-core|hatch|hatchling|flit|flit-core|uv|pdm|twine)$/;
const PYTHON_CHECKERS =
  /^(?:pytest(?:-.*)?|tox|nox|coverage|black|isort|flake8|pylint|mypy|ruff|pyright|pre-commit|ipython|ipdb|jupyter(?:lab)?|notebook|debugpy|types-.*)$/;
const NODE_CHECKERS =
  /^(?:@types\/.*|eslint(?:-.*)?|@eslint\/.*|prettier|jest|vitest|mocha|nodemon|ts-node|typescript|webpack(?:-.*)?|vite|rollup|husky|lint-staged)$/;
const NODE_MANAGERS = /(?:^|\/)node_modules\/(npm|corepack|yarn|pnpm)(?:\/|$)/;

/** The same for a package of a language, and for its toolchain. */
export function libraryReason({ name, type, path, files }: Part): Reason | undefined {
  if (type === 'toolchain') {
    const programs = files.filter((file) => file.startsWith(`${path}/bin/`));
    const why = `a compiler with its libraries, in ${shown(path)}: what runs is built already`;
    return { kind: 'compiler', why, programs };
  }
  if (type === 'python') {
    if (PYTHON_MANAGERS.test(pep503(name)))
      return { kind: 'manager', why: 'installs packages, which happens in a build', programs: [] };
    if (PYTHON_CHECKERS.test(pep503(name)))
      return { kind: 'tool', why: 'checks or tests code, and no code imports it', programs: [] };
  }
  if (type !== 'node') return undefined;
  const manager = NODE_MANAGERS.exec(path)?.[1];
  if (manager) {
    const why = manager === name ? `a package manager: ${name}` : `part of ${manager}`;
    return { kind: 'manager', why, programs: [] };
  }
  if (!NODE_CHECKERS.test(name)) return undefined;
  return {
    kind: 'tool',
    why: 'builds, checks or tests code, and no code imports it',
    programs: [],
  };
}

function named(paths: readonly string[]): string {
  const some = paths.slice(0, 3).map(shown).join(', ');
  return paths.length > 3 ? `${some} and ${paths.length - 3} more` : some;
}
