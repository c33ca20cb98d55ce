import { beforeAll, describe, expect, test } from 'vitest';
import { specDraft } from '../../src/audit/spec/draft.ts';
import { judgeParts } from '../../src/audit/verdicts.ts';
import { specText } from '../../src/init/spec-text.ts';
import { findPreset } from '../../src/preset/find.ts';
import type { Preset } from '../../src/preset/types.ts';
import { loadSpec } from '../../src/spec/load.ts';
import { deb, dist, type FakeRoot, fakeFacts } from './fake-root.ts';

const presets = new Map<string, Preset>();

beforeAll(async () => {
  for (const name of ['python', 'node', 'java', 'go', 'rust']) {
    const found = await findPreset(name, '.');
    if (found.ok) presets.set(name, found.value);
  }
});

/** The lines of the spec, but for its schema and the version; the text has to be a spec. */
function proposed(root: FakeRoot): { lines: string[]; notes: string[] } {
  const facts = fakeFacts(root);
  const { start } = judgeParts(facts, new Map());
  const found = specDraft(facts, start, (name) => presets.get(name));
  if ('unknown' in found) return { lines: [], notes: [found.unknown] };
  const text = specText(found.draft, 'schema.json');
  expect(loadSpec(text, 'hardening.yaml')).toMatchObject({ ok: true });
  return { lines: text.trim().split('\n').slice(2), notes: found.notes };
}

const PYTHON: FakeRoot = {
  links: { 'usr/bin/python3': 'python3.12' },
  elf: { 'usr/bin/python3.12': { program: true } },
  texts: deb('python3.12-minimal', ['usr/bin/python3.12']),
};

describe('the program', () => {
  test('a path below the working folder is one of the project', () => {
    const config = { Cmd: ['python3', '/srv/app/main.py'], WorkingDir: '/srv' };
    const { lines } = proposed({ ...PYTHON, config });
    expect(lines).toContain('language: python');
    expect(lines).toContain('with: {version: "3.12"}');
    expect(lines).toContain('entrypoint: [python3, app/main.py]');
  });

  test('a script that a package installed is that package as a module', () => {
    const site = 'usr/lib/python3.12/site-packages';
    const config = { Cmd: ['/usr/bin/serve', '--port', '9000'], WorkingDir: '/srv' };
    const scripts = { 'usr/bin/serve': '#!/usr/bin/python3\n' };
    const texts = {
      ...PYTHON.texts,
      ...dist(site, 'server', ['server/__init__.py', '../../../bin/serve']),
    };
    const { lines } = proposed({ ...PYTHON, config, scripts, texts });
    expect(lines.join('\n')).toContain('entrypoint: [python3, -m, server, --port, "9000"]');
    expect(lines).toContain('runtime: {ports: [9000]}');
  });

  test('a script of package.json is the command that it is', () => {
    const { lines } = proposed({
      config: { Cmd: ['npm', 'start'], WorkingDir: '/app' },
      elf: { 'usr/local/bin/node': { program: true } },
      scripts: { 'usr/local/bin/npm': '#!/usr/local/bin/node\n' },
      texts: { 'app/package.json': '{"scripts": {"start": "node dist/main.js"}}' },
    });
    expect(lines).toContain('entrypoint: [node, dist/main.js]');
  });

  test('what a program says is linked into it tells its language', () => {
    const root = (list: 'go' | 'rust'): FakeRoot => ({
      config: { Entrypoint: ['/opt/api', '-v'] },
      elf: { 'opt/api': {} },
      linked: { 'opt/api': { list, packages: [{ name: 'x', version: '1', type: list }] } },
    });
    expect(proposed(root('go')).lines).toContain('entrypoint: [/app/server, -v]');
    expect(proposed(root('rust')).lines).toContain('with: {binary: api}');
    expect(proposed(root('rust')).lines).toContain('entrypoint: [/app/api, -v]');
  });

  test('where nothing says the language there is no spec, and why', () => {
    const { notes } = proposed({ config: { Cmd: ['/x'] }, elf: { x: { program: true } } });
    expect(notes[0]).toMatch(/^nothing says which language \/x is written in/);
    expect(proposed({ config: {} }).notes[0]).toMatch(/^the image starts nothing/);
  });
});

describe('how it runs', () => {
  const run = (config: FakeRoot['config']) =>
    proposed({ ...PYTHON, config: { Cmd: ['python3', 'main.py'], WorkingDir: '/srv', ...config } });

  test('ports, folders and variables of the program are kept', () => {
    const { lines } = run({
      ExposedPorts: { '8080/tcp': {}, '53/udp': {} },
      Volumes: { '/data': {}, '/usr': {} },
      Env: ['PATH=/usr/bin', 'LANG=C.UTF-8', 'PYTHON_VERSION=3.12.1', 'MODE=a=b'],
      StopSignal: 'SIGINT',
      User: '1000:1000',
    });
    expect(lines).toEqual(
      [
        'with: {version: "3.12"}',
        'entrypoint: [python3, main.py]',
        'base: debian # harden choose tries every base',
        'runtime:',
        '  ports: [8080]',
        '  env: {MODE: a=b}',
        '  user: "1000:1000"',
        '  writable: [/data]',
        '  stopSignal: SIGINT',
      ].flatMap((line, at) => (at === 0 ? ['language: python', line] : [line])),
    );
  });

  test('what only root may do, and what may be secret, is left out and told', () => {
    const { lines, notes } = run({
      ExposedPorts: { '80/tcp': {} },
      Env: ['DB_PASSWORD=hunter2'],
      User: 'root',
    });
    expect(lines.join('\n')).not.toMatch(/hunter2|ports|user/);
    expect(notes).toEqual([
      'only root may listen on 80: let the program listen on 1024 or above',
      'DB_PASSWORD may be secret: it is left out, give it at run time',
      'the image runs as root; the proposed one is 65532:65532',
    ]);
  });

  test('text of the image stays text in the spec', () => {
    const Env = ['GREETING=a\u202eb\nuser: "0"'];
    const { lines } = run({ Env });
    expect(lines).toContain(String.raw`runtime: {env: {GREETING: "a\u202eb\nuser: \"0\""}}`);
    const program = 'usr/bin/a\nuser: 0';
    const { lines: guessed } = proposed({
      ...PYTHON,
      config: { Cmd: [`/${program}`], WorkingDir: '/srv' },
      scripts: { [program]: '#!/usr/bin/python3\n' },
    });
    expect(guessed.join('\n')).toContain('# a guess: ');
    expect(guessed.filter((line) => line.startsWith('user'))).toEqual([]);
  });

  test('the path of a health check is that of a smoke test', () => {
    const Test = ['CMD-SHELL', 'curl -f http://localhost:8080/healthz || exit 1'];
    const Healthcheck = { Test, Interval: 1, Timeout: 1, Retries: 1 };
    const { lines } = run({ ExposedPorts: { '8080/tcp': {} }, Healthcheck });
    expect(lines).toContain('  - http: {path: /healthz}');
  });

  test('libraries that modules of the program are linked to are packages of the base', () => {
    const site = 'usr/lib/python3/dist-packages';
    const { lines } = proposed({
      config: { Cmd: ['python3', 'main.py'], WorkingDir: '/srv' },
      links: PYTHON.links ?? {},
      elf: {
        'usr/bin/python3.12': { program: true, needed: ['libz.so.1'] },
        'usr/lib/x86_64-linux-gnu/libz.so.1': { soname: 'libz.so.1' },
        'usr/lib/x86_64-linux-gnu/libpq.so.5': { soname: 'libpq.so.5' },
        [`${site}/db/_db.cpython-312.so`]: { needed: ['libpq.so.5', 'libz.so.1'] },
      },
      texts: {
        ...PYTHON.texts,
        ...deb('zlib1g', ['usr/lib/x86_64-linux-gnu/libz.so.1']),
        ...deb('libpq5', ['usr/lib/x86_64-linux-gnu/libpq.so.5']),
        ...dist(site, 'db', ['db/_db.cpython-312.so']),
      },
    });
    expect(lines).toContain('runtime: {packages: [libpq5]}');
  });
});
