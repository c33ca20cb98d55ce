import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plan } from '../../src/plan/plan.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { builtIn, codesOf, LANGUAGES, resolved, unwrap } from '../preset/project.ts';

/** No engine of ours can have their toolchains: what they plan is all that is tested. */
const UNTESTED = ['deno', 'dotnet', 'elixir', 'php', 'ruby'] as const;

test.each(UNTESTED)('the plan of a %s project, on packages of Debian', async (name) => {
  const text = renderPlan(unwrap(plan(unwrap(resolved(name)))));
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, `${name}.golden.txt`));
});

test.each(UNTESTED)('the preset %s says that it is untested', (name) => {
  expect(builtIn(name).data.description).toContain('untested on an engine so far');
});

test.each([
  ['deno', 'deno.lock'],
  ['elixir', 'mix.lock'],
  ['php', 'composer.lock'],
  ['ruby', 'Gemfile.lock'],
] as const)('%s without %s is a mistake', (name, lock) => {
  const { files } = LANGUAGES[name];
  const without = Object.fromEntries(Object.entries(files).filter(([file]) => file !== lock));
  expect(codesOf(resolved(name, '', without))).toEqual(['plan/missing-source']);
});

test.each([
  ['php', { 'composer.json': '{}', 'composer.lock': '{}', '.php-version': '8.1' }],
  ['ruby', { Gemfile: '', 'Gemfile.lock': '', '.ruby-version': '3.4.1' }],
] as const)('%s of a release that Debian does not have is refused', (name, files) => {
  const planned = plan(unwrap(resolved(name, '', files)));
  expect(codesOf(planned)).toEqual(['plan/version-mismatch']);
});
