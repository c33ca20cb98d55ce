import { nearPath } from '../diagnostics/near-path.ts';
import { denied } from './access.ts';
import { MISSING_FILES } from './missing-file.ts';
import { NODE_MODULES } from './node-modules.ts';
import { packageOf } from './packages.ts';
import { PYTHON_MODULES } from './python-modules.ts';
import type { Known, Symptom } from './types.ts';
import { WRITES } from './writes.ts';
import { absolute, wrongPath } from './wrong-path.ts';

function missingLibrary(library: string): string {
  const name = packageOf(library);
  const fix = name ? `write runtime.packages: [${name}] or ` : 'write ';
  return `${library} is missing: ${fix}runtime.libraries: auto`;
}

/** The first that fits is told, so the special comes before the general. */
export const SYMPTOMS: readonly Symptom[] = [
  ...WRITES,

  // What is not in the image.
  {
    pattern: /([\w.+-]+\.so[\w.]*): cannot open shared object file/,
    text: ([, library = '']) => missingLibrary(library),
  },
  {
    pattern: /Error loading shared library ([\w.+-]+\.so[\w.]*)/,
    text: ([, library = '']) => missingLibrary(library),
  },
  {
    pattern: /version [`'"]((?:GLIBC|GLIBCXX|CXXABI)_[\d.]+)['"] not found/,
    text: ([, version]) =>
      `it is built for a newer C library than the base has (${version}): choose a newer base, or build on the base's release`,
  },
  {
    pattern:
      /spawn (\S*\bsh) ENOENT|(?:exec:|Cannot run program) "(\S*\bsh)"|(\/bin\/(?:ba|da)?sh)\b[^\n]*(?:no such file|not found)|no such file[^\n]*'(\/bin\/(?:ba|da)?sh)'/i,
    text: () => 'it starts a shell, and the image has none: start the program itself',
  },
  {
    pattern: /cannot find `` in \$PATH/,
    text: () => 'the image names no program: write it under entrypoint',
  },
  {
    pattern: /(?:executable file|cannot find) `([^`]+)` (?:not found|in \$PATH)/,
    text: ([, program = ''], { files }) => {
      const near = nearPath(program, files);
      return `${program} is not in the image${near ? `, but ${near} is` : ''}: correct its path, or ship it under artifacts`;
    },
  },
  {
    pattern: /exec container process (?:\(missing dynamic library\?\) )?`([^`]+)`: No such file/,
    text: ([, program]) =>
      `the loader or interpreter of ${program} is not in the image: choose a base with its C library, or link it statically`,
  },
  {
    pattern:
      /the path `([^`]+)` exists but it is not executable|exec container process `([^`]+)`: Permission denied/,
    text: ([, path, other]) =>
      `${path ?? other} may not be run by the image's user: give the artifact mode: "0755"`,
  },
  {
    pattern: /exec format error/i,
    text: () =>
      'it is no program for this platform: look at platforms, and at what the toolchain builds for',
  },
  {
    // Python looks for a module of that name last, and says so first.
    pattern: /unknown time zone (\S+)|No time zone found with key ([^\s']+)|ZoneInfoNotFoundError/,
    text: ([, name, key], { files }) =>
      files.some((file) => file.startsWith('/usr/share/zoneinfo/'))
        ? `the time zone ${name ?? key ?? 'it asks for'} is not among those of the image: correct its name`
        : 'it finds no time zones: add runtime.packages: [tzdata]',
  },
  ...PYTHON_MODULES,
  ...NODE_MODULES,
  {
    pattern: /Unable to access jarfile (\S+)/,
    text: ([, jar = ''], known) => wrongPath(absolute(jar, known.workdir), undefined, known),
  },
  {
    pattern:
      /x509: (?:certificate signed by unknown authority|failed to load system roots)|CERTIFICATE_VERIFY_FAILED|unable to get local issuer certificate|no such file[^\n]*ca-certificates|ca-certificates[^\n]*no such file/i,
    text: () => 'it finds no certificates: add runtime.packages: [ca-certificates]',
  },
  {
    pattern: /uid not found|no such user|unknown userid|cannot find name for user ID/i,
    text: () =>
      'it looks up the name of its user, who has none in /etc/passwd: let it do without one, often by HOME or USER in runtime.env',
  },

  // What its user may not do.
  {
    // Python 3.13 names the call after the words, others before.
    pattern:
      /\bbind\w*\b[\s\S]{0,300}?(?:permission denied|EACCES)|listen EACCES|SocketException: Permission denied|permission denied[^\n]{0,80}\bbind/i,
    text: () => 'a port below 1024 is not for its user: choose one above 1023, for example 8080',
  },
  {
    pattern: /(?:EACCES|permission denied)[^\n]*?['"](\/[^'"\n]+)['"]/i,
    text: ([, path], known) => notAllowed(path, known),
  },
  {
    pattern: /(?<![\w/])(\/[^\s:'",)]+)[^\n/]*?permission denied/i,
    text: ([, path], known) => notAllowed(path, known),
  },
  {
    pattern: /permission denied|EACCES|operation not permitted|EPERM/i,
    text: () =>
      'it does what its user may not do: it has no capability, and not every file is its own',
  },

  // What is not in the test.
  {
    pattern:
      /no such host|EAI_AGAIN|\bENOTFOUND|name resolution|Name or service not known|network is unreachable|ENETUNREACH/i,
    text: () =>
      'it wants another machine, and a test has no network but its services: declare what it needs under services, or let it start without',
  },

  ...MISSING_FILES,
];

function notAllowed(path = '', { user, rights }: Known): string {
  const told = user && rights && denied(path, user, rights);
  if (told) return told;
  return `its user may not use ${path}: give the artifact a mode that lets others read it`;
}
