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
      'unnecessary: a shell that only starts the program; write the command as a list: ["python3","-m","server"]',
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
