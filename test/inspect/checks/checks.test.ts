import { describe, expect, it } from 'vitest';
import { checkImage } from '../../../src/inspect/checks.ts';
import type { OciConfig } from '../../../src/oci/spec.ts';
import { type Brief, config, inventory } from './image.ts';

const SERVER: Brief = { path: 'app/server', mode: 0o755 };

/** The checks that fail, as `id: evidence`. */
function failing(files: Brief[], settings: OciConfig['config'] = {}): string[] {
  return checkImage(inventory([SERVER, ...files]), config(settings))
    .filter((check) => !check.pass)
    .map((check) => `${check.id}: ${check.evidence}`);
}

describe('checkImage', () => {
  it('has its checks in one order, each with evidence', () => {
    expect(checkImage(inventory([SERVER]), config())).toMatchInlineSnapshot(`
      [
        {
          "evidence": "User is 65532",
          "id": "runs-as-non-root",
          "pass": true,
        },
        {
          "evidence": "no shell in any bin folder",
          "id": "no-shell",
          "pass": true,
        },
        {
          "evidence": "no package manager",
          "id": "no-package-manager",
          "pass": true,
        },
        {
          "evidence": "no compiler, no linker and no headers",
          "id": "no-compiler",
          "pass": true,
        },
        {
          "evidence": "no tool for networks, tracing or editing",
          "id": "no-debug-tools",
          "pass": true,
        },
        {
          "evidence": "no file with setuid, setgid or capabilities",
          "id": "no-setuid",
          "pass": true,
        },
        {
          "evidence": "nothing that everyone can write outside /tmp",
          "id": "no-world-writable",
          "pass": true,
        },
        {
          "evidence": "no device, pipe or socket",
          "id": "no-devices",
          "pass": true,
        },
        {
          "evidence": "the program cannot write its own code",
          "id": "app-read-only",
          "pass": true,
        },
        {
          "evidence": "no .git, .hg or .svn",
          "id": "no-repository",
          "pass": true,
        },
        {
          "evidence": "no source maps of the program",
          "id": "no-source-maps",
          "pass": true,
        },
        {
          "evidence": "every link of the base is still there",
          "id": "base-links-kept",
          "pass": true,
        },
        {
          "evidence": "/app/server is there (mode 755, owner 0:0)",
          "id": "entrypoint-exists",
          "pass": true,
        },
        {
          "evidence": "starts ["/app/server"]",
          "id": "exec-form",
          "pass": true,
        },
        {
          "evidence": "exposes no port",
          "id": "ports-above-1023",
          "pass": true,
        },
        {
          "evidence": "no health check",
          "id": "health-without-shell",
          "pass": true,
        },
        {
          "evidence": "has title; without description, version, source, revision, licenses, base.name",
          "id": "labels",
          "pass": true,
        },
      ]
    `);
  });

  it.each([
    ['', 'no User is set, so it runs as root; a numeric id above 0 was expected'],
    ['0', 'User is 0; a numeric id above 0 was expected'],
    ['0:65532', 'User is 0:65532; a numeric id above 0 was expected'],
    ['root', 'User is root; a numeric id above 0 was expected'],
    ['nonroot', 'User is nonroot; a numeric id above 0 was expected'],
    ['00', 'User is 00; a numeric id above 0 was expected'],
    ['-1', 'User is -1; a numeric id above 0 was expected'],
    ['1:nogroup', 'User is 1:nogroup; a numeric id above 0 was expected'],
  ])('refuses the user %j', (User, evidence) => {
    expect(failing([], { User })).toContain(`runs-as-non-root: ${evidence}`);
  });

  it.each([
    [{ path: 'bin/sh', type: 'symlink', target: 'busybox' }, ['no-shell: /bin/sh']],
    [{ path: 'usr/bin/bash' }, ['no-shell: /usr/bin/bash']],
    [{ path: 'busybox/ash' }, ['no-shell: /busybox/ash']],
    [{ path: 'opt/tool/sbin/zsh' }, ['no-shell: /opt/tool/sbin/zsh']],
    [{ path: 'usr/share/doc/bash' }, []],
    [{ path: 'usr/bin/sh', type: 'directory' }, []],
    [{ path: 'usr/bin/shasum' }, []],
    [{ path: 'usr/bin/apt-get' }, ['no-package-manager: /usr/bin/apt-get']],
    [{ path: 'sbin/apk' }, ['no-package-manager: /sbin/apk']],
    [{ path: 'opt/venv/bin/pip3.13' }, ['no-package-manager: /opt/venv/bin/pip3.13']],
    [
      { path: 'opt/lib/site-packages/pip/__main__.py' },
      ['no-package-manager: /opt/lib/site-packages/pip/__main__.py'],
    ],
    [
      { path: 'usr/lib/node_modules/npm/package.json' },
      ['no-package-manager: /usr/lib/node_modules/npm/package.json'],
    ],
    [{ path: 'opt/lib/site-packages/pipeline/__main__.py' }, []],
    [{ path: 'usr/bin/su', mode: 0o4755 }, ['no-setuid: /usr/bin/su']],
    [{ path: 'usr/bin/wall', mode: 0o2755, type: 'hardlink' }, ['no-setuid: /usr/bin/wall']],
    [
      { path: 'usr/bin/ping', mode: 0o755, capabilities: true },
      ['no-debug-tools: /usr/bin/ping', 'no-setuid: /usr/bin/ping'],
    ],
    [{ path: 'var/mail', mode: 0o2775, type: 'directory' }, []],
    [{ path: 'tmp', mode: 0o1777, type: 'directory' }, []],
    [{ path: 'tmp', mode: 0o777, type: 'directory' }, ['no-world-writable: /tmp']],
    [{ path: 'srv', mode: 0o1777, type: 'directory' }, ['no-world-writable: /srv']],
    [{ path: 'app/data', mode: 0o666 }, ['no-world-writable: /app/data']],
    [{ path: 'app/link', mode: 0o777, type: 'symlink', target: 'x' }, []],
  ] as [Brief, string[]][])('says of %j: %j', (file, expected) => {
    expect(failing([file])).toEqual(expected);
  });

  it('names ten paths and counts the rest', () => {
    const files = Array.from({ length: 12 }, (_, i) => ({ path: `bin${i}/bin/sh` }));
    expect(failing(files)[0]).toMatch(
      /^no-shell: (\/bin\d\/bin\/sh, ){9}\/bin9\/bin\/sh and 2 more$/,
    );
  });

  it('names links of the base that are gone', () => {
    const replacedLinks = [{ path: 'lib', target: 'usr/lib', layer: 1 }];
    const check = checkImage(inventory([SERVER], { replacedLinks }), config()).find(
      (one) => !one.pass,
    );
    expect(check).toEqual({
      id: 'base-links-kept',
      pass: false,
      evidence: 'a folder has taken the place of /lib (was a link to usr/lib)',
    });
  });
});

describe('entrypoint', () => {
  const entry = (files: Brief[], settings: OciConfig['config'] = {}): string => {
    const checks = checkImage(inventory(files), config(settings));
    const check = checks.find((one) => one.id === 'entrypoint-exists');
    return `${check?.pass}: ${check?.evidence}`;
  };

  it.each([
    ['at its path', [SERVER], {}, 'true: /app/server is there (mode 755, owner 0:0)'],
    [
      'in PATH',
      [{ path: 'opt/bin/run', mode: 0o755 }],
      { Entrypoint: ['run'], Env: ['PATH=/x:/opt/bin'] },
      'true: /opt/bin/run is',
    ],
    [
      'in the standard PATH',
      [{ path: 'bin/run', mode: 0o755 }],
      { Entrypoint: ['run'] },
      'true: /bin/run is',
    ],
    [
      'below the working folder',
      [SERVER],
      { Entrypoint: ['./server'], WorkingDir: '/app' },
      'true: /app/./server is',
    ],
    ['as Cmd', [SERVER], { Entrypoint: null, Cmd: ['/app/server'] }, 'true: /app/server'],
    [
      'through links',
      [
        { path: 'lib', type: 'symlink', target: '/usr/lib' },
        { path: 'usr/lib/py', type: 'symlink', target: '../bin/py3' },
        { path: 'usr/bin/py3', mode: 0o755 },
      ],
      { Entrypoint: ['/lib/py'] },
      'true: /lib/py is there',
    ],
    [
      'through a hard link',
      [SERVER, { path: 'run', type: 'hardlink', target: 'app/server' }],
      { Entrypoint: ['/run'] },
      'true: /run is',
    ],
    ['for its owner', [{ ...SERVER, uid: 65532, mode: 0o700 }], {}, 'true: /app/server'],
    [
      'for its group',
      [{ ...SERVER, gid: 9, mode: 0o750 }],
      { User: '65532:9' },
      'true: /app/server',
    ],
  ] as [string, Brief[], OciConfig['config'], string][])(
    'is found %s',
    (_name, files, settings, expected) => {
      expect(entry(files, settings)).toContain(expected);
    },
  );

  it.each([
    ['missing', [], {}, 'false: /app/server is not in the image; looked at /app/server'],
    [
      'not in PATH',
      [SERVER],
      { Entrypoint: ['run'], Env: ['PATH=/a:b:/c'] },
      'false: run is not in the image; looked at /a/run, /c/run',
    ],
    ['a folder', [{ path: 'app/server', type: 'directory' }], {}, 'false: /app/server is not in'],
    [
      'a broken link',
      [{ path: 'app/server', type: 'symlink', target: 'gone' }],
      {},
      'false: /app/server is not in',
    ],
    [
      'a link to itself',
      [{ path: 'app/server', type: 'symlink', target: 'server' }],
      {},
      'false: /app/server is not in',
    ],
    [
      'not executable',
      [{ path: 'app/server' }],
      {},
      'false: /app/server cannot be run by user 65532 (mode 644, owner 0:0)',
    ],
    [
      'for root only',
      [{ ...SERVER, mode: 0o700 }],
      {},
      'false: /app/server cannot be run by user 65532',
    ],
    ['not set', [SERVER], { Entrypoint: [] }, 'false: no Entrypoint and no Cmd is set'],
  ] as [string, Brief[], OciConfig['config'], string][])(
    'fails when it is %s',
    (_name, files, settings, expected) => {
      expect(entry(files, settings)).toContain(expected);
    },
  );

  it.each([
    [['/bin/sh', '-c', 'server'], false],
    [['bash'], false],
    [[], false],
    [['/app/server', '-c'], true],
  ])('is in exec form: %j is %s', (Entrypoint, pass) => {
    const checks = checkImage(inventory([SERVER]), config({ Entrypoint }));
    expect(checks.find((one) => one.id === 'exec-form')?.pass).toBe(pass);
  });
});
