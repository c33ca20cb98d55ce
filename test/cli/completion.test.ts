import { execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectOf } from '../e2e/temporary.ts';
import { harden } from '../program.ts';

const CASES: [typed: string[], expected: string[]][] = [
  [['exp'], ['explain']],
  [
    ['engine', 'st'],
    ['start', 'stop', 'status'],
  ],
  [['build', '--no'], ['--no-cache']],
  [['compare', '--fail'], ['--fail-on-regression']],
];

const BASH = `source "$1"; shift; COMP_WORDS=(harden "$@"); COMP_CWORD=$#; COMPREPLY=(); _harden
printf '%s\\n' "\${COMPREPLY[@]}"`;

const hasBash = spawnSync('bash', ['-c', 'type complete']).status === 0;

test.skipIf(!hasBash).each(CASES)('bash completes %j', async (typed, expected) => {
  const file = await scriptOf('bash');
  const found = execFileSync('bash', ['-c', BASH, 'bash', file, ...typed], { encoding: 'utf8' });
  expect(found.trim().split('\n')).toEqual(expected);
});

const hasFish = spawnSync('fish', ['--version']).status === 0;

test.skipIf(!hasFish).each(CASES)('fish completes %j', async (typed, expected) => {
  const file = await scriptOf('fish');
  const line = ['harden', ...typed].join(' ');
  const found = execFileSync(
    'fish',
    ['--no-config', '-c', `source ${file}; complete -C '${line}'`],
    {
      encoding: 'utf8',
    },
  );
  const words = found
    .trim()
    .split('\n')
    .map((one) => one.split('\t')[0]);
  expect(words.sort()).toEqual([...expected].sort());
});

const hasZsh = spawnSync('zsh', ['--version']).status === 0;

test.skipIf(!hasZsh)('zsh takes the script', async () => {
  const file = await scriptOf('zsh');
  const load = `autoload -U compinit && compinit -D && source ${file} && which _harden >/dev/null && echo loaded`;
  expect(execFileSync('zsh', ['-f', '-c', load], { encoding: 'utf8' })).toContain('loaded');
});

test('every shell has every command and option', async () => {
  for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
    const { stdout, code } = await harden(['completion', shell]);
    expect(code).toBe(0);
    for (const word of ['explain', 'fail-on-regression', 'uninstall']) {
      expect(stdout).toContain(word);
    }
  }
});

test('another shell is refused with those that there are', async () => {
  const run = await harden(['completion', 'tcsh']);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain('bash, zsh, fish, powershell');
});

async function scriptOf(shell: string): Promise<string> {
  const file = join(await projectOf({}), 'script');
  await writeFile(file, (await harden(['completion', shell])).stdout);
  return file;
}
