import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { SmokeTest } from '../../src/plan/types.ts';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { buildReport } from './json.ts';
import { http, one, origin, PYTHON, python, smoke } from './smoke.ts';
import { projectOf } from './temporary.ts';

let layouts: { go: string; python: string };

beforeAll(async () => {
  const go = (await buildReport('examples/go-api')).image.layout;
  layouts = { go, python: (await buildReport('examples/python-api')).image.layout };
});

test('both examples come up, stay up and answer', async () => {
  const started: SmokeTest = { kind: 'start', port: 8080, timeout: 30, origin };
  const stays: SmokeTest = { kind: 'start', timeout: 3, origin };
  for (const layout of [layouts.go, layouts.python]) {
    const results = await smoke(layout, [stays, http, started]);
    expect(results.map(({ evidence }) => evidence)).toEqual([
      expect.stringMatching(/^still ran after 3 s$/),
      expect.stringMatching(/^200 after /),
      expect.stringMatching(/^listens after /),
    ]);
    expect(results.every(({ pass }) => pass)).toBe(true);
  }
});

const CONFINED: [what: string, code: string, stdout: string][] = [
  [
    'the user of the config',
    'import os; print(os.getuid(), os.getgid(), os.getgroups())',
    '65532 65532 []',
  ],
  [
    'no capability',
    "print(*[l.split()[1] for l in open('/proc/self/status') if l.startswith('Cap')])",
    `${'0'.repeat(16)} `.repeat(5).trim(),
  ],
  ['no new privileges', "print(open('/proc/self/status').read())", 'NoNewPrivs:\t1'],
  ['a filter of calls', "print(open('/proc/self/status').read())", 'Seccomp:\t2'],
  [
    'no namespaces of its own',
    'import ctypes, os; c = ctypes.CDLL(None, use_errno=True); print(c.unshare(0x10000000), os.strerror(ctypes.get_errno()))',
    '-1 Operation not permitted',
  ],
  ['a process number of its own', 'import os; print("pid", os.getpid())', 'pid 1\n'],
  [
    'a read-only root',
    "print(next(l.split()[3][:2] for l in open('/proc/mounts') if l.split()[1] == '/'))",
    'ro',
  ],
  ['a loopback interface only', "import os; print(os.listdir('/sys/class/net'))", "['lo']"],
  [
    'a name for this machine',
    "import socket; print(socket.gethostbyname('localhost'))",
    '127.0.0.1',
  ],
  [
    'files of other owners',
    "import os; print(os.stat('/usr').st_uid, os.stat('/home/nonroot').st_uid)",
    '0 65532',
  ],
  [
    'the environment of the config',
    "import os; print(os.environ['PYTHONPATH'], os.getcwd())",
    '/app/site-packages:/app/src:/app/src/src /app/src',
  ],
];

test('a program is as confined as it is in production', async () => {
  const results = await smoke(
    layouts.python,
    CONFINED.map(([, code, stdout]) => python(code, { stdout })),
  );
  const failed = CONFINED.flatMap(([what], index) =>
    results[index]?.pass ? [] : [what, results[index]],
  );
  expect(failed).toEqual([]);
});

test('the same is run as a user of no image, and what only its own user may do is told', async () => {
  const ids = python('import os; print(os.getuid(), os.getgid(), os.getgroups())');
  const home = python("import os; os.listdir('/home/nonroot')");
  const results = await smoke(layouts.python, [ids, home], { asAny: true });
  expect(results).toMatchObject([
    { pass: true, evidence: expect.stringMatching(/^exited with 0 after .*, as any user too$/) },
    {
      pass: false,
      evidence: expect.stringMatching(/^as user 1234567890 of group 0 exited with 1 .*expected 0$/),
      log: expect.stringContaining("Permission denied: '/home/nonroot'"),
      diagnosis: expect.stringContaining('write runtime.fixedUser with the reason'),
    },
  ]);
  const other = python('import os; print(os.getuid())', { stdout: '65532' });
  const [seen] = await smoke(layouts.python, [other], { asAny: true });
  expect(seen?.log).toBe('1234567890');
});

test('a service of the spec is there by its name, and one that does not come up is told', async () => {
  const { smoke: results } = await buildReport('examples/python-postgres');
  expect(results.map(({ evidence }) => evidence)).toEqual([
    expect.stringMatching(/^200 after .*, as any user too$/),
    expect.stringMatching(/^200 after .*, as any user too$/),
  ]);
  const folder = await copyExample('python-postgres');
  const spec = join(folder, 'hardening.yaml');
  const text = await readFile(spec, 'utf8');
  await writeFile(spec, text.replace('    env: {POSTGRES_HOST_AUTH_METHOD: trust}\n', ''));
  const { code, stderr } = await harden(['build', folder]);
  expect({ code, stderr }).toEqual({
    code: 4,
    stderr: expect.stringMatching(/hardening\.yaml:23:3 +error +smoke\/service-failed/),
  });
  expect(stderr).toContain('the service database did not come up');
});

/** Counts in a Redis, and has a PostgreSQL beside it when that is asked for. */
const COUNTER = `import os, socket
host, port = os.environ['REDIS'].split(':')
with socket.create_connection((host, int(port))) as redis:
    for command in ('INCR visits', 'GET visits'):
        redis.sendall(f'{command}\\r\\n'.encode())
        answer = redis.recv(100).decode()
print('visits', answer.split()[-1])
`;

const spec = (services: string) => `version: 1
language: python
entrypoint: [python3, main.py]
base: debian
services:
  cache: {image: "redis:8", port: 6379, provides: {REDIS: "cache:6379"}}
${services}smoke:
  - run: [python3, main.py]
    expect: {stdout: "visits 1"}
`;

test('each user has a Redis of its own, and of several services the one that failed is named', async () => {
  const files = { 'main.py': COUNTER, 'requirements.txt': '' };
  const report = await buildReport(await projectOf({ ...files, 'hardening.yaml': spec('') }));
  expect(report.smoke).toMatchObject([{ pass: true, evidence: expect.stringMatching(/any user/) }]);
  const broken = spec('  database: {image: "postgres:17", port: 5432}\n');
  const run = await harden(['build', await projectOf({ ...files, 'hardening.yaml': broken })]);
  expect(run.code).toBe(4);
  expect(run.stderr).toContain('the service database did not come up');
  expect(run.stderr).toMatch(/hardening\.yaml:7:3 +error +smoke\/service-failed/);
});

const DENIED = ['/etc/x', '/app/x', '/tmp/x', '/var/x', '/x', '/dev/x', '/dev/shm/x', '/etc/hosts'];

test('nothing is writable, and what is not one’s own is not readable', async () => {
  const code = [
    'def denied(*open_args):',
    '  try: open(*open_args)',
    '  except OSError: return True',
    `print(all([denied(p, 'w') for p in ${JSON.stringify(DENIED)}] + [denied('/root/x')]))`,
  ].join('\n');
  expect(await one(layouts.python, [python(code, { stdout: 'True' })])).toMatchObject({
    pass: true,
  });
});

test('a program that writes is told where to allow it, and may when it is', async () => {
  const writes = [python("open('/tmp/x', 'w').write('x')")];
  expect(await one(layouts.python, writes)).toMatchObject({
    pass: false,
    evidence: expect.stringMatching(/^exited with 1 after \d+ ms, expected 0$/),
    log: expect.stringContaining('Read-only file system'),
    diagnosis: 'it writes /tmp/x, and the root is read-only: add runtime.writable: [/tmp]',
  });
  const allowed = await one(layouts.python, writes, { writable: ['/tmp', '/not/there/yet'] });
  expect(allowed).toMatchObject({ pass: true });
});

const FAULTS: [what: string, test: SmokeTest, evidence: RegExp][] = [
  ['a wrong exit code', python('raise SystemExit(3)'), /^exited with 3 .* expected 0$/],
  ['a text that is not printed', python('print(1)', { stdout: 'two' }), /did not print "two"$/],
  ['a crash', python('import ctypes; ctypes.string_at(0)'), /^was ended by signal 11/],
  [
    'a program that is not there',
    { ...python(''), run: ['/no'] } as SmokeTest,
    /^could not be started: .*`\/no` not found/,
  ],
];

test('other faults are told by what happened', async () => {
  const results = await smoke(
    layouts.python,
    FAULTS.map(([, fault]) => fault),
  );
  results.forEach(({ pass, evidence }, index) => {
    expect(evidence).toMatch(FAULTS[index]?.[2] ?? /^$/);
    expect(pass).toBe(false);
  });
});

/** Answers in chunks that break the text, and says on its second output that it is up. */
const CHUNKED = [
  'import http.server, sys',
  'class Handler(http.server.BaseHTTPRequestHandler):',
  "  protocol_version = 'HTTP/1.1'",
  '  def do_GET(self):',
  '    self.send_response(200)',
  "    self.send_header('Transfer-Encoding', 'chunked')",
  '    self.end_headers()',
  '    self.wfile.write(b\'4\\r\\n{"st\\r\\nb\\r\\natus":"ok"}\\r\\n0\\r\\n\\r\\n\')',
  '  def log_message(self, *_): pass',
  "server = http.server.HTTPServer(('', 8080), Handler)",
  "print('level=info listening', file=sys.stderr, flush=True)",
  'server.serve_forever()',
].join('\n');

test('the body of an answer, a line of the log and an open port can be asked for', async () => {
  const program = [PYTHON, '-c', CHUNKED];
  const asked: SmokeTest[] = [
    { ...http, body: '{"status":"ok"}' },
    { kind: 'log', text: 'listening', timeout: 10, origin },
    { kind: 'start', port: 8080, timeout: 10, origin },
  ];
  const results = await smoke(layouts.python, asked, { program });
  expect(results.map(({ evidence }) => evidence)).toEqual([
    expect.stringMatching(/^200 after /),
    expect.stringMatching(/^printed "level=info listening" after /),
    expect.stringMatching(/^listens after /),
  ]);
  const missed = await smoke(
    layouts.python,
    [
      { ...http, body: 'down' },
      { kind: 'log', text: 'ready', timeout: 2, origin },
    ],
    { program },
  );
  expect(missed.map(({ pass, evidence }) => [pass, evidence])).toEqual([
    [false, 'answered 200 with "{\\"status\\":\\"ok\\"}", without "down"'],
    [false, expect.stringMatching(/^did not print "ready" after /)],
  ]);
});

test('a program that ends is noticed at once, not when the time is up', async () => {
  const program = [PYTHON, '-c', "import sys; print('no database'); sys.exit(4)"];
  const began = performance.now();
  expect(await one(layouts.python, [http], { program })).toMatchObject({
    pass: false,
    evidence: expect.stringMatching(/^exited with 4 after \d+ ms$/),
    log: 'no database',
  });
  expect(performance.now() - began).toBeLessThan(15_000);
});

test('who listens for its own machine alone, or on another port, fails with the reason', async () => {
  const serve = (address: string, port: number) => [
    ...[PYTHON, '-m', 'http.server', '--bind', address, String(port)],
  ];
  const soon = [{ ...http, path: '/', timeout: 3 }];
  const own = await one(layouts.python, soon, { program: serve('127.0.0.1', 8080) });
  expect(own?.diagnosis).toContain('it listens on 127.0.0.1:8080, which nobody outside');
  const other = await one(layouts.python, soon, { program: serve('0.0.0.0', 3000) });
  expect(other?.diagnosis).toContain('it listens on 0.0.0.0:3000: name that port');
});

test('a port that is not for its user, and no program at all, are told as that', async () => {
  const bind = "import socket; socket.create_server(('', 80))";
  const low = await one(layouts.python, [http], { program: [PYTHON, '-c', bind] });
  expect(low?.diagnosis).toContain('choose one above 1023');
  const none = await one(layouts.python, [http], { program: [] });
  expect(none?.diagnosis).toBe('the image names no program: write it under entrypoint');
});

const DIAGNOSED: [code: string, says: string][] = [
  ["open('/data/x.db', 'w')", 'or if the program makes it, add runtime.writable: [/data]'],
  ["import subprocess; subprocess.run('id', shell=True)", 'it starts a shell'],
  ["import subprocess; subprocess.run(['git', 'log'])", 'it starts git, which is not in the image'],
  ["import socket; socket.create_connection(('db', 5432))", 'a test has no network'],
  ["import zoneinfo; zoneinfo.ZoneInfo('Nowhere/Here')", 'runtime.packages: [tzdata]'],
  ["import ctypes; ctypes.CDLL('libpq.so.5')", 'libpq.so.5 is missing'],
  ["open('/root/x')", 'its user may not use /root/x'],
  ["import os; os.mkdir('/var/cache/x')", 'add runtime.writable: [/var/cache]'],
];

test('what a program says of its failure is what to change', async () => {
  const results = await smoke(
    layouts.python,
    DIAGNOSED.map(([code]) => python(code)),
  );
  results.forEach(({ pass, diagnosis, log }, index) => {
    expect({ pass, log, diagnosis }).toEqual({
      pass: false,
      log,
      diagnosis: expect.stringContaining(DIAGNOSED[index]?.[1] ?? 'nothing'),
    });
  });
});

test('an answer that comes byte by byte does not outlast the time', async () => {
  const code = [
    'import socket, time',
    "peer, _ = socket.create_server(('', 8080)).accept()",
    "while True: peer.send(b'x'); time.sleep(0.2)",
  ].join('\n');
  const soon = [{ ...http, timeout: 2 }];
  expect(await one(layouts.python, soon, { program: [PYTHON, '-c', code] })).toMatchObject({
    pass: false,
    evidence: expect.stringMatching(/^gave no answer on 8080 after 2/),
  });
});

test('a run that fails is run again, one that passes is not', async () => {
  const now = 'import time; print(time.time())';
  const failing = [python(now, { exitCode: 7 })];
  const first = await one(layouts.python, failing);
  expect((await one(layouts.python, failing))?.log).not.toBe(first?.log);
  const passing = [python('import time; time.sleep(1.5)')];
  const kept = await one(layouts.python, passing);
  expect((await one(layouts.python, passing))?.milliseconds).toBe(kept?.milliseconds);
});

test('a program that does not end is ended, and nothing of it is left', async () => {
  const marker = `left-${process.pid}`;
  const code = `import os, time\nos.fork()\nprint('waits', flush=True)\ntime.sleep(600) # ${marker}`;
  const began = performance.now();
  expect(await one(layouts.python, [python(code, { timeout: 2 })])).toMatchObject({
    pass: false,
    evidence: expect.stringMatching(/^did not end after 2/),
    log: expect.stringContaining('waits'),
  });
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(await processesWith(marker)).toEqual([]);
});

/** Processes of this machine, which those of a native engine are, whose command line has the text. */
async function processesWith(text: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(text));
}

test('a program that takes more memory than it may have is ended, and the spec says how much', async () => {
  const folder = await copyExample('go-api');
  const file = join(folder, 'hardening.yaml');
  const spec = await readFile(file, 'utf8');
  await writeFile(file, spec.replace('runtime: {', 'runtime: {memory: "500kB", '));
  const run = await harden(['build', folder]);
  expect(run.code).toBe(8);
  const text = run.stderr.replace(/\s+/g, ' ');
  expect(text).toMatch(/took [\d.]+ [kM]B of memory, 500\.0 kB are allowed/);
  expect(text).toContain('raise runtime.memory');
});

test('the memory of all processes of a program counts, at its most', async () => {
  const hold = 'b = bytearray(60_000_000); time.sleep(0.3)';
  const code = `import os, time\nif os.fork() == 0:\n  ${hold}; os._exit(0)\n${hold}; os.wait(); print("done")`;
  const result = await one(layouts.python, [python(code, { stdout: 'done' })]);
  expect(result?.pass).toBe(true);
  expect(result?.memory).toBeGreaterThan(120e6);
  expect(result?.memory).toBeLessThan(200e6);
});
