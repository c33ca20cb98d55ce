import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Compiled } from '../../src/compile.ts';
import { cacheScopeOf as scopeOf } from '../../src/inputs/cache-scope.ts';
import { folder } from '../oci/contents.ts';

type Build = Compiled['build'];

const ENV = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', HOME: '/nowhere' };

async function clone(origin?: string): Promise<string> {
  const path = await folder();
  const git = (...args: string[]) => promisify(execFile)('git', ['-C', path, ...args]);
  await git('init', '--quiet');
  if (origin !== undefined) await git('remote', 'add', 'origin', origin);
  await mkdir(join(path, 'services/api'), { recursive: true });
  return path;
}

const PRESET = { name: 'go', text: 'name: go' };

function cacheScopeOf(path: string, env: NodeJS.ProcessEnv, build?: Build): Promise<string> {
  return scopeOf({ folder: path, build, preset: PRESET }, env);
}

const ORIGIN = 'https://git.example/team/shop.git';

test('all of a repository share volumes, wherever it is and whoever logs in', async () => {
  const one = await clone(ORIGIN);
  const scopes = [
    one,
    join(one, 'services/api'),
    await clone(ORIGIN),
    await clone('https://ci:job-token@git.example/team/shop.git'),
  ].map((path) => cacheScopeOf(path, ENV));
  expect(new Set(await Promise.all(scopes)).size).toBe(1);
  expect(await scopes[0]).toMatch(/^[0-9a-f]{16}$/);
});

test('others have their own, and so has who names a scope', async () => {
  const bare = await folder();
  const named = (scope: string) => ({ ...ENV, HARDEN_CACHE_SCOPE: scope });
  const scopes = [
    cacheScopeOf(await clone(ORIGIN), ENV),
    cacheScopeOf(await clone('https://git.example/team/shop'), ENV),
    cacheScopeOf(await clone(), ENV),
    cacheScopeOf(await clone(), ENV),
    cacheScopeOf(bare, ENV),
    cacheScopeOf(await folder(), ENV),
    cacheScopeOf(bare, named('pull-7')),
    cacheScopeOf(bare, named('pull-8')),
  ];
  expect(new Set(await Promise.all(scopes)).size).toBe(scopes.length);
  expect(await cacheScopeOf(await clone(ORIGIN), named('pull-7'))).toBe(await scopes[6]);
});

test('who changes steps, what they are told, or the preset, leaves nothing to the next build', async () => {
  const path = await clone(ORIGIN);
  const changed = { name: 'go', text: 'name: go\n# with a step' };
  const steps = [{ run: ['go', 'run', './poison'] }];
  const scopes = await Promise.all([
    cacheScopeOf(path, ENV),
    cacheScopeOf(path, ENV, { steps }),
    cacheScopeOf(path, ENV, { env: { GOFLAGS: '-toolexec=/src/poison' } }),
    scopeOf({ folder: path, build: undefined, preset: changed }, ENV),
  ]);
  expect(new Set(scopes).size).toBe(scopes.length);
  expect(await cacheScopeOf(path, ENV, { steps })).toBe(scopes[1]);
});
