import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { buildReport } from './json.ts';
import { projectOf } from './temporary.ts';

/** Takes what an earlier build left in the volume, and leaves its own name there. */
const STEP = `
import pathlib
mark = pathlib.Path('/loot/mark')
found = mark.read_text() if mark.exists() else 'nothing'
pathlib.Path('/src/found.py').write_text(f'FOUND = {found!r}')
mark.write_text(pathlib.Path('/src/name.txt').read_text())
`;
const spec = (found: string) => `version: 1
language: python
entrypoint: [python3, -m, app]
build:
  steps:
    - run: [python3, step.py]
      caches: [{id: loot, path: /loot}]
smoke:
  - run: [/usr/bin/python3, -m, app]
    expect: {stdout: 'found ${found}'}
`;

/** Of a repository with this origin; the test fails where the step does not find what is expected. */
async function build(name: string, origin: string, found: string, scope = ''): Promise<void> {
  const folder = await projectOf({
    'hardening.yaml': spec(found),
    'step.py': STEP,
    'name.txt': name,
    'requirements.txt': '',
    'app.py': "import found\nprint('found', found.FOUND)\n",
  });
  const git = (...args: string[]) => promisify(execFile)('git', ['-C', folder, ...args]);
  await git('init', '--quiet');
  await git('remote', 'add', 'origin', origin);
  const report = await buildReport(folder, { env: { HARDEN_CACHE_SCOPE: scope } });
  expect(report.verdict.pass).toBe(true);
}

test('what a step leaves in a volume is seen by its own repository alone', async () => {
  const own = `https://git.example/${process.pid}-${Date.now()}/shop.git`;
  await build('victim', own, 'nothing');
  await build('attacker', own.replace('shop', 'other'), 'nothing');
  await build('pull request', own, 'nothing', 'pull-7');
  await build('next', own.replace('//', '//job:token@'), 'victim');
});
