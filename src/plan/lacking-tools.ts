import type { Failed, StepSymptom } from './step-hint.ts';
import type { Toolchain } from './types.ts';
import { wanting } from './wanting-package.ts';

/** The Debian packages of programs that builds start. */
const PROGRAMS: Record<string, string> = {
  'c++': 'g++',
  cargo: 'cargo',
  cc: 'gcc, libc6-dev',
  cmake: 'cmake',
  'g++': 'g++',
  gcc: 'gcc, libc6-dev',
  git: 'git',
  make: 'make',
  mysql_config: 'default-libmysqlclient-dev',
  pg_config: 'libpq-dev',
  'pkg-config': 'pkgconf',
  python: 'python3',
  python3: 'python3',
  rustc: 'rustc',
  ssh: 'openssh-client',
};

/** The Debian packages of headers, by the beginning of their path. */
const HEADERS: [start: string, name: string][] = [
  ['Python.h', 'python3-dev'],
  ['curl/', 'libcurl4-openssl-dev'],
  ['ffi.h', 'libffi-dev'],
  ['jpeglib.h', 'libjpeg-dev'],
  ['ldap.h', 'libldap-dev'],
  ['lber.h', 'libldap-dev'],
  ['libpq-fe.h', 'libpq-dev'],
  ['libxml/', 'libxml2-dev'],
  ['libxslt/', 'libxslt1-dev'],
  ['mysql', 'default-libmysqlclient-dev'],
  ['openssl/', 'libssl-dev'],
  ['sqlite3.h', 'libsqlite3-dev'],
  ['yaml.h', 'libyaml-dev'],
  ['zlib.h', 'zlib1g-dev'],
  ['zstd.h', 'libzstd-dev'],
  ...['assert', 'ctype', 'errno', 'limits', 'math', 'stdio', 'stdlib', 'string'].map(
    (name): [string, string] => [`${name}.h`, 'libc6-dev'],
  ),
];

const named = Object.keys(PROGRAMS)
  .map((name) => name.replaceAll('+', '\\+'))
  .join('|');
const PROGRAM = `(?:[\\w]+-linux-gnu-)?(${named})`;

/** A compiler, a tool or a header that a package wants and the toolchain does not have. */
export const LACKING: StepSymptom[] = [
  {
    pattern: new RegExp(
      [
        `exec: "${PROGRAM}": executable file not found`,
        `command ['"]${PROGRAM}['"] failed: No such file`,
        `unable to execute '${PROGRAM}'`,
        `not found: ${PROGRAM}$`,
        `(?:^|[\\s/])${PROGRAM}: (?:command )?not found`,
        `(?:Error: |^)${PROGRAM} executable not found`,
        `spawn ${PROGRAM} ENOENT`,
        `cannot run ${PROGRAM}:`,
        `No such file or directory: '${PROGRAM}'`,
        `C(?:XX)? compiler cannot be found: ${PROGRAM}`,
      ].join('|'),
      'm',
    ),
    hint: ([, ...names], failed) => {
      const program = names.find((name) => name !== undefined) ?? '';
      return lacks(failed, program, PROGRAMS[program]);
    },
  },
  {
    pattern: /Could not find any Python installation to use/,
    hint: (_, failed) => lacks(failed, 'python3', 'python3'),
  },
  {
    pattern: /fatal error: ['"]?([\w./+-]+\.h(?:pp)?)['"]?(?:: No such file| file not found)/,
    hint: ([, header = ''], failed) =>
      lacks(failed, header, HEADERS.find(([start]) => header.startsWith(start))?.[1]),
  },
  {
    pattern:
      /Package '?([\w.+-]+)'?,? (?:required by [^\n]*, )?(?:was )?not found|No package '([\w.+-]+)' found/,
    hint: ([, a, b], failed) => lacks(failed, `${a ?? b}.pc`, undefined),
  },
  {
    pattern: /libxml2 and libxslt development packages/,
    hint: (_, failed) => lacks(failed, 'libxml2', 'libxml2-dev, libxslt1-dev'),
  },
  {
    pattern: /cannot find -l([\w.+-]+)/,
    hint: ([, name], failed) => lacks(failed, `lib${name}`, `lib${name}-dev`),
  },
];

function lacks({ log, toolchain }: Failed, what: string, packages: string | undefined): string {
  const named = toolchain?.kind === 'image' ? `the toolchain ${toolchain.ref}` : 'the toolchain';
  const who = wanting(log);
  const fact = who
    ? `${who} wants ${what}, which ${named} does not have`
    : `${named} has no ${what}`;
  const add = packages ?? 'the package that has it (search on packages.debian.org)';
  return `${fact}: ${fixOf(toolchain, add, packages)}`;
}

function fixOf(toolchain: Toolchain | undefined, add: string, packages?: string): string {
  if (toolchain?.kind === 'image') {
    const whole = toolchain.ref.replace(/@.*$/, '').replace(/(?:-slim|-alpine)[\w.-]*$/, '');
    if (whole !== toolchain.ref.replace(/@.*$/, ''))
      return `take an image that has it, such as toolchain: {image: ${whole}}`;
    return `take an image that has it under toolchain: {image: …}, or Debian packages, ${add} among them: toolchain: {debian: trixie, packages: […]}`;
  }
  const fix = `add ${add} to toolchain.packages`;
  // A list in the spec takes the place of the preset's.
  return toolchain && packages
    ? `${fix}: [${[...toolchain.packages, packages].join(', ')}]`
    : `${fix}, beside those of the preset`;
}
