import { expect, test } from 'vitest';
import { diagnose } from '../../src/smoke/diagnosis.ts';
import { packageOf } from '../../src/smoke/packages.ts';
import { engineProblem } from '../../src/smoke/problem.ts';
import { facts, http, run } from './tests.ts';

const LOGS: [log: string, says: string][] = [
  [
    '/app/x: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory',
    'libpq.so.5 is missing: write runtime.packages: [libpq5] or runtime.libraries: auto',
  ],
  ['ImportError: libGL.so.1: cannot open shared object file: No such', '[libgl1]'],
  ['Error loading shared library libpq.so.5: No such file (needed by /app/x)', '[libpq5]'],
  ["/app/x: /lib/libc.so.6: version `GLIBC_2.38' not found (required by /app/x)", 'GLIBC_2.38'],
  ["OSError: [Errno 30] Read-only file system: '/var/lib/app/x'", 'writable: [/var/lib/app]'],
  ["Error: EROFS: read-only file system, mkdir '/data'", 'writable: [/data]'],
  ["Error: EROFS: read-only file system, mkdir '/srv/data'", 'writable: [/srv/data]'],
  ["Error: EROFS: read-only file system, open '/srv/data'", 'writable: [/srv]'],
  ["Error: ENOENT: no such file or directory, mkdir '/data'", 'writable: [/data]'],
  ['2026/11/25 open /tmp/x: read-only file system', 'writable: [/tmp]'],
  ['panic: mkdir /data/cache: read-only file system', 'writable: [/data/cache]'],
  ['java.nio.file.FileSystemException: /logs/a.log: Read-only file system', 'writable: [/logs]'],
  ['mkdir() "/var/cache/x" failed (30: Read-only file system)', 'writable: [/var/cache]'],
  [
    "/app/x.rb:3:in 'File#initialize': Read-only file system @ rb_sysopen - /var/x/y (Errno::EROFS)",
    'writable: [/var/x]',
  ],
  ["in 'Dir.mkdir': Read-only file system @ dir_s_mkdir - /data (Errno::EROFS)", '[/data]'],
  ["IOException: Read-only file system : '/app/cache'", 'writable: [/app/cache]'],
  ["OSError: [Errno 30] Read-only file system: '/data'", 'writable: [/data]'],
  ["OSError: [Errno 30] Read-only file system: '/app/x.log'", 'among files of the image'],
  ['open /etc/x: read-only file system', 'write to /tmp instead'],
  ["Error: EROFS: read-only file system, open '/x'", 'write to /tmp instead'],
  ['sqlite3.OperationalError: unable to open database file', 'SQLite'],
  ["SqliteError: attempt to write a readonly database { code: 'SQLITE_READONLY' }", 'SQLite'],
  ['Os { code: 30, kind: ReadOnlyFilesystem, message: "?" }', 'for example runtime.writable'],
  ["FileNotFoundError: [Errno 2] No usable temporary directory found in ['/tmp']", '[/tmp]'],
  ['  sl = self._semlock = _multiprocessing.SemLock(', 'writable: [/dev/shm]'],
  ['Error: spawn sh ENOENT', 'starts a shell'],
  ['Error: spawn /bin/sh ENOENT', 'starts a shell'],
  ['exec: "sh": executable file not found in $PATH', 'starts a shell'],
  ["FileNotFoundError: [Errno 2] No such file or directory: '/bin/sh'", 'starts a shell'],
  ['fork/exec /bin/sh: no such file or directory', 'starts a shell'],
  ["ModuleNotFoundError: No module named 'httpx'", 'Python module httpx'],
  ["Error: Cannot find module 'express'", 'Node module express'],
  ['tls: x509: certificate signed by unknown authority', '[ca-certificates]'],
  ["ENOENT: no such file or directory, open '/etc/ssl/ca-certificates.crt'", '[ca-certificates]'],
  ['panic: unknown time zone Europe/Berlin', '[tzdata]'],
  [
    "ModuleNotFoundError: No module named 'tzdata'\nzoneinfo._common.ZoneInfoNotFoundError: 'No time zone found with key Europe/Berlin'",
    '[tzdata]',
  ],
  ["KeyError: 'getpwuid(): uid not found: 65532'", '/etc/passwd'],
  ['listen tcp :80: bind: permission denied', 'above 1023'],
  ['Error: listen EACCES: permission denied 0.0.0.0:80', 'above 1023'],
  ["[Errno 13] error while attempting to bind on address ('', 80): permission denied", '1023'],
  ["  socket.socket().bind(('', 80))\nPermissionError: [Errno 13] Permission denied", '1023'],
  ["Permission denied (while attempting to bind on address ('', 80))", 'above 1023'],
  ["PermissionError: [Errno 13] Permission denied: '/etc/app.key'", 'use /etc/app.key'],
  ["Error: EACCES: permission denied, open '/etc/app.key'", 'use /etc/app.key'],
  ['open /etc/app.key: permission denied', 'use /etc/app.key'],
  ['java.net.SocketException: Permission denied\n\tat sun.nio.ch.Net.bind0', 'above 1023'],
  ['Error: spawn git ENOENT', 'it starts git, which is not in the image'],
  ['exec: "git": executable file not found in $PATH', 'it starts git, which'],
  ['java.io.IOException: Cannot run program "convert": error=2', 'it starts convert, which'],
  ['java.io.IOException: Cannot run program "/bin/sh": error=2', 'starts a shell'],
  [
    "in _execute_child\n    raise child\nFileNotFoundError: [Errno 2] No such file or directory: 'git'",
    'it starts git, which',
  ],
  [
    "Error: ENOENT: no such file or directory, open '/srv/state/x.db'",
    '/srv/state/x.db is not in the image: ship it under artifacts, or if the program makes it, add runtime.writable: [/srv/state]',
  ],
  ["FileNotFoundError: [Errno 2] No such file or directory: 'app.toml'", '/app.toml is not in the'],
  ['panic: open /etc/app/rules.yaml: no such file or directory', '/etc/app/rules.yaml is not in'],
  ['java.io.FileNotFoundException: /c/x.xml (No such file or directory)', '/c/x.xml is not in'],
  ['java.nio.file.NoSuchFileException: /c/x.xml', '/c/x.xml is not in the image'],
  ['chown: Operation not permitted', 'no capability'],
  ['dial tcp: lookup db on 127.0.0.1:53: no such host', 'no network'],
  ['Error: getaddrinfo ENOTFOUND db', 'no network'],
];

test.each(LOGS)('%s', (log, says) => {
  expect(diagnose(run, facts({ exitCode: 1, log }))).toContain(says);
});

const PROBLEMS: [problem: string, says: string][] = [
  ['executable file `/app/x` not found: No such file or directory', '/app/x is not in the image'],
  ['executable file `x` not found in $PATH: No such file or directory', 'x is not in the image'],
  ['cannot find `x` in $PATH: No such file or directory', 'x is not in the image'],
  ['cannot find `` in $PATH: No such file or directory', 'write it under entrypoint'],
  ['the path `/app/x` exists but it is not executable: Operation not permitted', 'mode: "0755"'],
  ['exec container process `/app/x`: Permission denied', 'mode: "0755"'],
  [
    'exec container process (missing dynamic library?) `/app/x`: No such file or directory',
    'loader or interpreter of /app/x',
  ],
  ['exec container process `/app/x`: Exec format error', 'platform'],
];

test.each(PROBLEMS)('a program that is not started: %s', (problem, says) => {
  expect(diagnose(run, facts({ exitCode: 1, problem }))).toContain(says);
  // crun has told some of these on the program's standard error only.
  expect(diagnose(run, facts({ exitCode: 1, log: problem }))).toContain(says);
  expect(engineProblem(problem)).toBeUndefined();
});

test('what is not the image’s fault is told apart', () => {
  expect(engineProblem('')).toBeUndefined();
  const denied = 'mount `proc` to `proc`: Operation not permitted';
  expect(engineProblem(denied)).toBe(denied);
});

const ADDRESSES: [addresses: string[], says: string][] = [
  [[], 'listens on no port yet'],
  [['127.0.0.1:8080'], 'which nobody outside of its container reaches'],
  [['127.0.0.1:8080', '[::1]:8080'], 'make it listen on 0.0.0.0'],
  [['0.0.0.0:8080'], 'gives no answer there'],
  [['[::]:3000'], 'name that port, or make it listen on 8080'],
];

test.each(ADDRESSES)('a server that listens on %j', (addresses, says) => {
  expect(diagnose(http, facts({ addresses }))).toContain(says);
});

test('a program that says nothing is judged by its end, and an answer needs no diagnosis', () => {
  expect(diagnose(run, facts({ exitCode: 137 }))).toContain('memory');
  expect(diagnose(run, facts({ exitCode: 139 }))).toContain('crashed');
  expect(diagnose(run, facts({ exitCode: 1, log: 'FileNotFoundError: x' }))).toBeUndefined();
  expect(diagnose(http, facts({ status: 404, addresses: ['0.0.0.0:8080'] }))).toBeUndefined();
});

const PACKAGES: [library: string, name: string | undefined][] = [
  ['libpq.so.5', 'libpq5'],
  ['libicu-74.so.1', 'libicu-74-1'],
  ['libssl.so.3', 'libssl3t64'],
  ['libz.so.1', 'zlib1g'],
  ['libX11.so.6', 'libx11-6'],
  ['libjpeg.so.62', 'libjpeg62'],
  ['liblocal.so', undefined],
];

test.each(PACKAGES)('%s is in %s', (library, name) => expect(packageOf(library)).toBe(name));
