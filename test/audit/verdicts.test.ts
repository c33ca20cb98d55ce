import { describe, expect, test } from 'vitest';
import { judgeParts } from '../../src/audit/verdicts.ts';
import { deb, dist, type FakeRoot, fakeFacts } from './fake-root.ts';

/** `name: verdict: why`, in name order. */
function judged(root: FakeRoot, drops: Record<string, string> = {}): Record<string, string> {
  const facts = fakeFacts(root);
  const { verdicts } = judgeParts(facts, new Map(Object.entries(drops)));
  return Object.fromEntries(
    facts.parts.map(({ id, name }) => {
      const { verdict, why } = verdicts.get(id) ?? { verdict: '', why: '' };
      return [name, `${verdict}: ${why}`];
    }),
  );
}

const SITE = 'usr/local/lib/python3.13/site-packages';
const PYTHON: FakeRoot = {
  config: { Entrypoint: ['python3', '-m', 'server'], WorkingDir: '/srv' },
  links: { 'usr/bin/python3': 'python3.13' },
  elf: {
    'usr/bin/python3.13': { program: true, needed: ['libz.so.1'] },
    'usr/lib/x86_64-linux-gnu/libz.so.1': { soname: 'libz.so.1' },
    'usr/bin/curl': { program: true, needed: ['libcurl.so.4'] },
    'usr/lib/x86_64-linux-gnu/libcurl.so.4': { soname: 'libcurl.so.4' },
  },
  texts: {
    ...deb('python3.13', ['usr/bin/python3.13'], 'zlib1g'),
    ...deb('zlib1g', ['usr/lib/x86_64-linux-gnu/libz.so.1']),
    ...deb('curl', ['usr/bin/curl'], 'libcurl4, zlib1g'),
    ...deb('libcurl4', ['usr/lib/x86_64-linux-gnu/libcurl.so.4']),
    ...dist(SITE, 'server', ['server/__init__.py'], ['helper>=1', 'extra; extra == "all"']),
    ...dist(SITE, 'helper', ['helper.py']),
    ...dist(SITE, 'extra', ['extra.py']),
    ...dist(SITE, 'stray', ['stray.py']),
    ...dist(SITE, 'pip', ['pip/__main__.py']),
  },
};

describe('packages of the system', () => {
  test('what is linked is needed, and what only an unnecessary one asks for is not', () => {
    const found = judged(PYTHON);
    expect(found['python3.13']).toBe('needed: the image starts it: python3 -m server');
    expect(found['zlib1g']).toBe('needed: linked by /usr/bin/python3.13 (libz.so.1)');
    expect(found['curl']).toMatch(/^unnecessary: a tool to fetch .*: \/usr\/bin\/curl$/);
    expect(found['libcurl4']).toBe('unnecessary: only curl asks for it');
  });

  test('a library of a program that nothing is known to start is unknown', () => {
    const elf = { ...PYTHON.elf, 'opt/worker': { program: true, needed: ['libcurl.so.4'] } };
    expect(judged({ ...PYTHON, elf })['libcurl4']).toBe(
      'unknown: linked by /opt/worker, which nothing is known to start',
    );
  });

  test('the health check runs its program', () => {
    const Test = ['CMD', 'curl', '-f', 'http://localhost'];
    const Healthcheck = { Test, Interval: 1, Timeout: 1, Retries: 1 };
    const found = judged({ ...PYTHON, config: { ...PYTHON.config, Healthcheck } });
    expect(found['curl']).toBe('needed: the health check runs it: curl -f http://localhost');
    expect(found['libcurl4']).toBe('needed: linked by /usr/bin/curl (libcurl.so.4)');
  });

  test('a program that code may start by its name is unknown', () => {
    const code = { 'srv/app.py': { imports: ['subprocess'], starts: ['sh', 'curl'] } };
    expect(judged({ ...PYTHON, code })['curl']).toBe(
      'unknown: /srv/app.py starts programs and has the word curl',
    );
    const idle = { 'srv/app.py': { imports: ['os'] } };
    expect(judged({ ...PYTHON, code: idle })['curl']).toMatch(/^unnecessary/);
  });

  test('a dependency that presets leave out is no proof, but a link is one', () => {
    const drops = { zlib1g: 'only scripts use it' };
    expect(judged(PYTHON, drops)['zlib1g']).toMatch(/^needed: linked by/);
    const elf = { ...PYTHON.elf, 'usr/bin/python3.13': { program: true } };
    expect(judged({ ...PYTHON, elf }, drops)['zlib1g']).toBe('unnecessary: only scripts use it');
    expect(judged({ ...PYTHON, elf })['zlib1g']).toBe('needed: python3.13 depends on it');
  });
});

describe('programs that code may start', () => {
  const tools: FakeRoot = {
    ...PYTHON,
    files: ['usr/bin/git', 'usr/bin/nano', 'bin/sed'],
    texts: {
      ...PYTHON.texts,
      ...deb('git', ['usr/bin/git']),
      ...deb('nano', ['usr/bin/nano']),
      ...deb('sed', ['bin/sed']),
    },
  };
  const words = { imports: [], starts: ['sh', 'git', 'nano', 'sed'] };

  test('a package in use that names a tool may use it; editors and commands do not count', () => {
    const found = judged({ ...tools, code: { [`${SITE}/server/__init__.py`]: words } });
    expect(found['git']).toBe(
      `unknown: /${SITE}/server/__init__.py starts programs and has the word git`,
    );
    expect(found['nano']).toMatch(/^unnecessary/);
    expect(found['sed']).toMatch(/^unnecessary: commands for shells and scripts/);
  });

  test('a package that is not in use names nothing', () => {
    const found = judged({ ...tools, code: { [`${SITE}/stray.py`]: words } });
    expect(found['git']).toMatch(/^unnecessary/);
  });

  test('commands for scripts are unknown where the program may start anything', () => {
    const code = { 'srv/app.py': { imports: [], starts: ['x'] } };
    expect(judged({ ...tools, code })['sed']).toBe(
      'unknown: commands for scripts, and /srv/app.py starts programs',
    );
    const config = { Entrypoint: ['/opt/server'] };
    const elf = { ...tools.elf, 'opt/server': { program: true } };
    expect(judged({ ...tools, config, elf })['sed']).toBe(
      'unknown: commands for scripts, and what the program starts is unknown',
    );
  });

  test('a script that lies in the image may be somebody’s', () => {
    const scripts = { 'srv/backup.sh': '#!/bin/sh\n# nano\ngit pull\n' };
    const found = judged({ ...tools, scripts });
    expect(found['git']).toBe('unknown: the script /srv/backup.sh names it: git');
    expect(found['nano']).toMatch(/^unnecessary/);
  });
});

describe('what the image starts', () => {
  const shell: FakeRoot = {
    ...PYTHON,
    files: ['bin/dash', 'usr/bin/sed'],
    links: { ...PYTHON.links, 'bin/sh': 'dash' },
    texts: { ...PYTHON.texts, ...deb('dash', ['bin/dash']), ...deb('sed', ['usr/bin/sed']) },
  };

  test('a shell that only starts the program is unnecessary, with the command without it', () => {
    const config = { Cmd: ['/bin/sh', '-c', 'exec python3 -m server'] };
    const found = judged({ ...shell, config });
    expect(found['dash']).toBe(
      'unnecessary: /bin/dash only starts the program; write the command as a list: ["python3","-m","server"]',
    );
    expect(found['python3.13']).toMatch(/^needed/);
  });

  test('a shell with more to do is needed, and so are commands that it names', () => {
    const config = { Cmd: ['/bin/sh', '-c', 'sed -i s/a/b/ x && python3 -m server'] };
    const found = judged({ ...shell, config });
    expect(found['dash']).toMatch(/^needed: the image starts it/);
    expect(found['sed']).toBe('needed: /bin/sh -c names it: sed');
  });

  test('a script hands its arguments on; the shell that runs it is needed', () => {
    const scripts = { 'entry.sh': '#!/bin/sh\n# curl is not named here\nexec "$@"\n' };
    const config = { Entrypoint: ['/entry.sh'], Cmd: ['python3', '-m', 'server'] };
    const found = judged({ ...shell, scripts, config });
    expect(found['dash']).toBe('needed: it runs /entry.sh');
    expect(found['python3.13']).toBe('needed: started by /entry.sh: python3 -m server');
    expect(found['curl']).toMatch(/^unnecessary/);
  });

  test.each([
    ['tini', ['tini', '-g', '--', 'python3', '-m', 'server']],
    ['gosu', ['gosu', 'app', 'python3', '-m', 'server']],
    ['env', ['env', '-u', 'X', 'A=1', 'python3', '-m', 'server']],
  ])('%s starts another program, and both are needed', (name, Entrypoint) => {
    const texts = { ...shell.texts, ...deb(name, [`usr/bin/${name}`]) };
    const files = [...(shell.files ?? []), `usr/bin/${name}`];
    const found = judged({ ...shell, files, texts, config: { Entrypoint } });
    expect(found[name]).toMatch(/^needed: the image starts it/);
    expect(found['python3.13']).toBe(`needed: started by /usr/bin/${name}: python3 -m server`);
  });

  test('a shell that is given a script runs that', () => {
    const scripts = { 'start.sh': '#!/bin/sh\nsed x y\npython3 -m server\n' };
    const found = judged({ ...shell, scripts, config: { Cmd: ['sh', '/start.sh'] } });
    expect(found['dash']).toMatch(/^needed: the image starts it: sh \/start\.sh/);
    expect(found['sed']).toBe('needed: /start.sh names it: sed');
    expect(found['python3.13']).toBe('needed: /start.sh names it: python3');
  });

  test('without a command nothing is needed by anything, and nothing is an orphan', () => {
    const found = judged({ ...PYTHON, config: {} });
    expect(found['libcurl4']).toBe('unknown: nothing that runs is known to use it');
  });
});

describe('packages of Python', () => {
  test('the command, imports and requirements are proofs; nothing else is', () => {
    const code = { 'srv/main.py': { imports: ['os', 'helper.parts'] } };
    const found = judged({ ...PYTHON, code });
    expect(found['server']).toBe('needed: the image starts it: -m server');
    expect(found['helper']).toBe('needed: imported by /srv/main.py');
    expect(found['extra']).toBe('needed: server asks for it');
    expect(found['stray']).toBe('unknown: nothing that runs is known to use it');
    expect(found['pip']).toMatch(/^unnecessary: installs packages/);
  });

  test('what a package in use imports is needed, but for installers', () => {
    const code = { [`${SITE}/server/__init__.py`]: { imports: ['stray', 'pip'] } };
    const found = judged({
      ...PYTHON,
      code,
    });
    expect(found['stray']).toBe(`needed: imported by /${SITE}/server/__init__.py`);
    expect(found['pip']).toMatch(/^unnecessary/);
  });
});

describe('the runtime of Python', () => {
  const stdlib: FakeRoot = {
    ...PYTHON,
    files: ['usr/lib/python3.13/ssl.py', 'usr/lib/python3.13/curses/__init__.py'],
    elf: {
      ...PYTHON.elf,
      'usr/lib/python3.13/lib-dynload/_ssl.cpython-313.so': { needed: ['libssl.so.3'] },
      'usr/lib/python3.13/lib-dynload/_curses.cpython-313.so': { needed: ['libncursesw.so.6'] },
      'usr/lib/x86_64-linux-gnu/libssl.so.3': { soname: 'libssl.so.3' },
      'usr/lib/x86_64-linux-gnu/libncursesw.so.6': { soname: 'libncursesw.so.6' },
    },
    texts: {
      ...PYTHON.texts,
      ...deb('libpython3.13-stdlib', [
        'usr/lib/python3.13/ssl.py',
        'usr/lib/python3.13/curses/__init__.py',
        'usr/lib/python3.13/lib-dynload/_ssl.cpython-313.so',
        'usr/lib/python3.13/lib-dynload/_curses.cpython-313.so',
      ]),
      ...deb('libssl3t64', ['usr/lib/x86_64-linux-gnu/libssl.so.3']),
      ...deb('libncursesw6', ['usr/lib/x86_64-linux-gnu/libncursesw.so.6']),
    },
  };
  const drops = { libncursesw6: 'only the module curses uses it' };

  test('a module of its library that is imported is a proof, and what that is linked to', () => {
    const found = judged({ ...stdlib, code: { 'srv/app.py': { imports: ['ssl'] } } }, drops);
    expect(found['libpython3.13-stdlib']).toBe(
      'needed: has the module ssl, imported by /srv/app.py',
    );
    expect(found['libssl3t64']).toBe(
      'needed: linked by /usr/lib/python3.13/lib-dynload/_ssl.cpython-313.so (libssl.so.3)',
    );
    expect(found['libncursesw6']).toBe('unnecessary: only the module curses uses it');
  });

  test('a library of a module that is rarely used is needed where that is imported', () => {
    const code = { 'srv/app.py': { imports: ['curses', 'ssl'] } };
    expect(judged({ ...stdlib, code }, drops)['libncursesw6']).toMatch(/^needed: linked by/);
  });
});

describe('packages of other languages', () => {
  const manifest = (name: string, rest: object = {}) =>
    JSON.stringify({ name, version: '1.0.0', ...rest });
  const node: FakeRoot = {
    config: { Cmd: ['node', 'server.js'], WorkingDir: '/app' },
    elf: { 'usr/local/bin/node': { program: true } },
    code: { 'app/server.js': { imports: ['express'] } },
    texts: {
      'app/package.json': JSON.stringify({
        dependencies: { pg: '1' },
        devDependencies: { jest: '1' },
      }),
      'app/node_modules/express/package.json': manifest('express', { dependencies: { qs: '1' } }),
      'app/node_modules/qs/package.json': manifest('qs'),
      'app/node_modules/pg/package.json': manifest('pg'),
      'app/node_modules/jest/package.json': manifest('jest', { dependencies: { chalk: '1' } }),
      'app/node_modules/chalk/package.json': manifest('chalk'),
      'app/node_modules/stray/package.json': manifest('stray'),
      'usr/local/lib/node_modules/npm/package.json': manifest('npm'),
      'usr/local/lib/node_modules/npm/node_modules/tar/package.json': manifest('tar'),
    },
  };

  test('Node: imports, dependencies, and what only a checker or npm has', () => {
    const found = judged(node);
    expect(found['express']).toBe('needed: imported by /app/server.js');
    expect(found['qs']).toBe('needed: express asks for it');
    expect(found['pg']).toBe('needed: a dependency of /app/package.json');
    expect(found['jest']).toMatch(/^unnecessary: builds, checks or tests code/);
    expect(found['chalk']).toBe('unnecessary: only jest asks for it');
    expect(found['stray']).toMatch(/^unknown/);
    expect(found['npm']).toBe('unnecessary: a package manager: npm');
    expect(found['tar']).toBe('unnecessary: part of npm');
  });

  test('Node: a script of package.json is what it starts, and npm only starts that', () => {
    const npm = 'usr/local/lib/node_modules/npm';
    const found = judged({
      ...node,
      config: { Cmd: ['npm', 'run', 'prod'], WorkingDir: '/app' },
      scripts: { [`${npm}/bin/npm-cli.js`]: '#!/usr/local/bin/node\n' },
      links: { 'usr/local/bin/npm': `/${npm}/bin/npm-cli.js` },
      texts: { ...node.texts, 'app/package.json': '{"scripts": {"prod": "node server.js"}}' },
    });
    expect(found['npm']).toBe(
      `unnecessary: /${npm}/bin/npm-cli.js only starts the program; write the command as a list: ["node","server.js"]`,
    );
    expect(found['tar']).toBe('unnecessary: part of npm');
    expect(found['express']).toMatch(/^needed/);
  });

  test('Go: modules are as needed as the program that they are linked into', () => {
    const linked = (name: string) => ({
      list: 'go' as const,
      packages: [{ name, version: 'v1.0.0', type: 'go' }],
    });
    const found = judged({
      config: { Entrypoint: ['/srv/api'] },
      elf: { 'srv/api': {}, 'srv/tool': {}, 'usr/bin/wget': {} },
      texts: deb('wget', ['usr/bin/wget']),
      linked: {
        'srv/api': linked('example.com/api'),
        'srv/tool': linked('example.com/tool'),
        'usr/bin/wget': linked('example.com/wget'),
      },
    });
    expect(found['example.com/api']).toBe('needed: linked into /srv/api, which the image starts');
    expect(found['example.com/tool']).toMatch(/^unknown/);
    expect(found['example.com/wget']).toMatch(/^unnecessary: part of wget: a tool/);
  });

  test('Go: a toolchain goes as a whole with what is linked into its programs', () => {
    const linked = (name: string) => ({
      list: 'go' as const,
      packages: [
        { name: 'stdlib', version: 'v1.26.1', type: 'go' },
        { name, version: '', type: 'go' },
      ],
    });
    const root: FakeRoot = {
      config: { Entrypoint: ['/srv/api'] },
      files: ['usr/local/go/src/runtime/proc.go', 'usr/local/go/VERSION'],
      elf: { 'srv/api': {}, 'usr/local/go/bin/go': { program: true } },
      linked: { 'srv/api': linked('api'), 'usr/local/go/bin/go': linked('cmd') },
    };
    const found = judged(root);
    expect(found['go']).toMatch(/^unnecessary: a compiler with its libraries, in \/usr\/local\/go/);
    expect(found['cmd']).toMatch(/^unnecessary: part of go: a compiler/);
    expect(found['api']).toMatch(/^needed/);
    const run = judged({ ...root, config: { Cmd: ['/usr/local/go/bin/go', 'run', '.'] } });
    expect(run['go']).toMatch(/^needed: the image starts it/);
  });

  test('Java: what is in the jar that is started, or on the class path', () => {
    const jar = (name: string, ...classPath: string[]) => ({
      packages: [{ name, version: '1', type: 'java' }],
      classPath,
    });
    const root: FakeRoot = {
      elf: { 'usr/bin/java': { program: true } },
      jars: { 'app/app.jar': jar('g:app'), 'app/lib/a.jar': jar('g:a'), 'opt/b.jar': jar('g:b') },
    };
    const one = judged({
      ...root,
      config: { Cmd: ['java', '-jar', 'app.jar'], WorkingDir: '/app' },
    });
    expect(one['g:app']).toBe('needed: in /app/app.jar, which the image starts');
    expect(one['g:a']).toMatch(/^unknown/);
    const jars = { ...root.jars, 'app/app.jar': jar('g:app', 'lib/a.jar', '../gone.jar') };
    const config = { Cmd: ['java', '-jar', '/app/app.jar'] };
    expect(judged({ ...root, jars, config })['g:a']).toBe(
      'needed: in /app/lib/a.jar, which the class path of /app/app.jar names',
    );
    const path = judged({ ...root, config: { Cmd: ['java', '-cp', '/app/lib/*', 'Main'] } });
    expect(path['g:a']).toMatch(/^needed/);
    expect(path['g:b']).toMatch(/^unknown/);
  });
});
