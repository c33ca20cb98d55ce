import { expect, test } from 'vitest';
import { stepHint } from '../../src/plan/step-hint.ts';

/** What programs are known to say, most of it shortened. */
const LOGS: [log: string, says: string][] = [
  [
    'npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync.',
    'run npm install, and commit package-lock.json',
  ],
  [' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"', 'pnpm install'],
  [
    'error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.',
    'yarn.lock',
  ],
  ['YN0028: The lockfile would have been modified by this install, which is', 'yarn.lock'],
  ['error: lockfile had changes, but lockfile is frozen', 'bun install'],
  ['error: The lockfile at `uv.lock` needs to be updated, but `--locked` was', 'run uv lock'],
  [
    'ERROR: No matching distribution found for idna==0.0.1 (from httpx)',
    'no index has idna==0.0.1 for this Python: ask for another release',
  ],
  [
    'ERROR: Cannot install a==1 and b==2 because these package versions have conflicting dependencies.',
    'exclude each other',
  ],
  ['npm error notarget No matching version found for ms@9.9.9.', 'has no ms@9.9.9: correct'],
  ["npm error 404  'nope@1.0.0' is not in this registry.", 'has no nope@1.0.0: correct'],
  ['pyproject.toml changed significantly since poetry.lock was last generated.', 'poetry lock'],
  ['main.go:4:2: missing go.sum entry for module providing package x', 'go mod tidy'],
  ['go: updates to go.mod needed; to update it:\n\tgo mod tidy', 'go mod tidy'],
  ['ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.', 'was locked'],
  [
    'go: go.mod requires go >= 1.27.1 (running go 1.26.0; GOTOOLCHAIN=local)',
    'the toolchain is Go 1.26: write with: {version: "1.27"}',
  ],
  [
    "ERROR: Package 'x' requires a different Python: 3.13.5 not in '>=3.14'",
    'Python 3.13.5, and >=3.14 is asked for',
  ],
  [
    "error: The requested interpreter resolved to Python 3.13.5, which is incompatible with the project's Python requirement: `>=3.14`",
    'Python 3.13.5, and >=3.14',
  ],
  ['Current Python version (3.13.5) is not allowed by the project (^3.14).', '^3.14 is asked'],
  [
    'cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH',
    'gcc, libc6-dev',
  ],
  ["error: command 'x86_64-linux-gnu-gcc' failed: No such file or directory", 'add gcc, libc6-dev'],
  ["error: command 'gcc' failed: No such file or directory", 'toolchain.packages'],
  ['gyp ERR! stack Error: not found: make\n    at getNotFoundError', 'add make to'],
  ['make: g++: No such file or directory\n/bin/sh: 1: g++: not found', 'add g++ to'],
  ['gyp ERR! find Python Could not find any Python installation to use', 'add python3 to'],
  ['Error: pg_config executable not found.', 'add libpq-dev to'],
  ['error: cannot run ssh: No such file or directory', 'openssh-client'],
  ['x.c:1:10: fatal error: Python.h: No such file or directory', 'add python3-dev to'],
  ['x.c:1:10: fatal error: zlib.h: No such file or directory', 'zlib1g-dev'],
  ['x.c:1:10: fatal error: stdlib.h: No such file or directory', 'libc6-dev'],
  ['x.c:1:10: fatal error: gumbo.h: No such file or directory', 'packages.debian.org'],
  ["No package 'cairo' found", 'no cairo.pc'],
  ['/usr/bin/ld: cannot find -lpq: No such file or directory', 'libpq-dev'],
  [
    'npm error request to https://r.example/x failed, reason: getaddrinfo ENOTFOUND r.example',
    'wants r.example',
  ],
  ['Error: getaddrinfo EAI_AGAIN downloads.example', 'the step wants downloads.example'],
  [
    'npm error path /out/node_modules/esbuild\nnpm error command failed\nnpm error command sh -c node install.js\nnpm error Error: getaddrinfo ENOTFOUND downloads.example',
    'the install script of esbuild wants downloads.example and does not reach it',
  ],
  ['fatal: unable to access: Could not resolve host: git.example', 'git.example'],
  ['dial tcp: lookup proxy.example on 10.0.0.1:53: no such host', 'proxy.example'],
  [
    "HTTPSConnectionPool(host='pypi.example', port=443): Max retries: Failed to resolve",
    'pypi.example',
  ],
  ['Error: connect ECONNREFUSED 127.0.0.1:5432', 'localhost is not yours'],
  ['npm error code E401\nnpm error Unable to authenticate', 'build.secrets'],
  ['reading https://proxy.example/x.mod: 401 Unauthorized', 'build.secrets'],
  ['Proxy Authentication Required', 'HTTPS_PROXY'],
  [
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'network.ca',
  ],
  ['npm error code SELF_SIGNED_CERT_IN_CHAIN', 'network.ca'],
  ['Host key verification failed.', 'build.ssh.knownHosts'],
  ['git@host: Permission denied (publickey).', 'ssh-add -l'],
  ['go: x.git@v1.0.0: no secure protocol found for repository', 'build.ssh.knownHosts'],
  ['npm error Missing script: "build"', 'no script build'],
];

test.each(LOGS)('%s', (log, says) => {
  expect(stepHint(`one line before\n${log}\nand one after`)).toContain(says);
});

test.each([
  ['an ordinary compiler error', 'main.go:3:1: undefined: x'],
  ['a word that is no program', 'error: the cake was not found'],
  ['nothing', ''],
])('%s has no hint of its own', (_what, log) => expect(stepHint(log)).toBeUndefined());

const origin = { file: 'hardening.yaml', line: 5, column: 1, length: 1 };
const image = (ref: string) => ({ kind: 'image' as const, ref, origin });
const debian = { kind: 'debian' as const, release: 'trixie', packages: ['gcc', 'python3'], origin };
const PIP = `Collecting idna==3.10 (from -r requirements.txt (line 1))
Collecting psycopg2==2.9.10 (from -r requirements.txt (line 4))
  Error: pg_config executable not found.`;
const NPM = `npm error path /out/node_modules/@scope/native
npm error gyp ERR! stack Error: not found: make
`;

test.each([
  [
    'Debian packages get the whole list, as one in the spec takes the place of that of the preset',
    PIP,
    debian,
    'psycopg2 (requirements.txt:4) wants pg_config, which the toolchain does not have: add libpq-dev to toolchain.packages: [gcc, python3, libpq-dev]',
  ],
  [
    'a slim image has a whole one beside it',
    NPM,
    image('docker.io/library/node:24-trixie-slim'),
    '@scope/native wants make, which the toolchain docker.io/library/node:24-trixie-slim does not have: take an image that has it, such as toolchain: {image: docker.io/library/node:24-trixie}',
  ],
  [
    'no package can be added to an image',
    PIP,
    image('docker.io/library/python:3.13'),
    'or Debian packages, libpq-dev among them: toolchain: {debian: trixie, packages: […]}',
  ],
  [
    'a wheel that was not built is named, and a file that a step made is not',
    PIP.replaceAll('requirements.txt', '/build/requirements.txt'),
    debian,
    'psycopg2 wants pg_config',
  ],
])('%s', (_what, log, toolchain, says) => expect(stepHint(log, toolchain)).toContain(says));
