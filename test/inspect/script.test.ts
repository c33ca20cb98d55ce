import { expect, test } from 'vitest';
import { checkEntrypoint } from '../../src/inspect/checks/entrypoint.ts';
import { file } from './files.ts';

const FILES = [
  ...['usr/bin/node', 'usr/bin/python3.13', 'usr/bin/java', 'app/server'].map((path) =>
    file(path, 0o755),
  ),
  file('app/dist/main.js'),
  file('app/web/index.js'),
  file('app/tool/__main__.py'),
  file('app/service.jar'),
];

function evidence(argv: string[]): string {
  const config = { User: '65532', Entrypoint: argv, WorkingDir: '/app' };
  const rootfs = { type: 'layers' as const, diff_ids: [] };
  return checkEntrypoint(FILES, { architecture: 'amd64', os: 'linux', rootfs, config }).evidence;
}

test.each([
  ['the file itself', ['/usr/bin/node', 'dist/main.js']],
  ['a file without its ending', ['/usr/bin/node', 'dist/main', '--port=1']],
  ['the index of a folder', ['/usr/bin/node', '/app/web']],
  ['a folder with a program', ['/usr/bin/python3.13', 'tool']],
  ['a jar', ['/usr/bin/java', '-Xmx1g', '-jar', 'service.jar']],
  ['an option, which may have a value', ['/usr/bin/node', '--import', './absent.js', 'absent.js']],
  ['a module', ['/usr/bin/python3.13', '-m', 'absent']],
  ['a program of its own', ['/app/server', 'absent.js']],
  ['nothing', ['/usr/bin/node']],
])('%s is no fault', (_what, argv) => expect(evidence(argv)).toContain('is there'));

test.each([
  [['/usr/bin/node', 'main.js'], '/app/main.js is not in the image; there is /app/dist/main.js'],
  [['/usr/bin/python3.13', 'tol.py'], '/app/tol.py is not in the image'],
  [['/usr/bin/java', '-jar', '/app/servce.jar'], 'there is /app/service.jar'],
  [['/app/serve'], '/app/serve is not in the image; looked at /app/serve; there is /app/server'],
  [['/usr/local/bin/node'], 'looked at /usr/local/bin/node; there is /usr/bin/node'],
])('%j is not there', (argv, says) => expect(evidence(argv)).toContain(says));
