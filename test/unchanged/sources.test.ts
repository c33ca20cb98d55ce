import { chmod, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Stage } from '../../src/plan/types.ts';
import { sourcesOf } from '../../src/unchanged/sources.ts';
import { testProject } from './project.ts';

/** What counts of a project with these stages, beside what is looked into in any case. */
async function countedIn(...stages: Partial<Stage>[]): Promise<string[]> {
  const { folder } = await testProject({
    'a/b/c.txt': 'c',
    'a/x.md': 'x',
    'lib/one.rs': 'one',
    'lib/two.txt': 'two',
  });
  const none = { include: [], exclude: [] };
  const all = stages.map((stage) => ({ name: 'build' as const, files: none, steps: [], ...stage }));
  const plan = { stages: all, expect: [] } as unknown as Parameters<typeof sourcesOf>[0]['plan'];
  const found = Object.keys(await sourcesOf({ plan, folder }));
  return found.filter((path) => path !== 'go.mod').sort();
}

const files = (include: string[], exclude: string[] = []) => ({ files: { include, exclude } });

test('what any stage takes counts, and the folders that it lies in', async () => {
  const counted = await countedIn(files(['a/**/*.txt']), files(['lib'], ['**/*.rs']));
  expect(counted).toEqual(['a', 'a/b', 'a/b/c.txt', 'lib', 'lib/two.txt']);
});

test('so does what is there by its name alone', async () => {
  const stubs = { include: ['lib/*.rs'], exclude: [], text: '' };
  expect(await countedIn({ stubs })).toEqual(['lib', 'lib/one.rs']);
});

test('where a pattern may be read in two ways, more counts', async () => {
  expect(await countedIn(files(['lib//one.rs'], ['a']))).toContain('lib/one.rs');
  expect(await countedIn(files(['a'], ['a//b']))).toContain('a/b/c.txt');
});

test('what is brought back below a folder that is left out is found', async () => {
  expect(await countedIn(files(['**'], ['*', '!a/b']))).toEqual(['a', 'a/b', 'a/b/c.txt']);
});

test.skipIf(process.platform === 'win32')('a folder that is another one counts too', async () => {
  const project = await testProject();
  const spec = await readFile(project.path('hardening.yaml'), 'utf8');
  const source = 'source: {include: [go.mod, main.go, "data/*.txt"]}\n';
  await project.write('hardening.yaml', spec + source);
  await project.build();
  await chmod(project.path('data'), 0o700);
  expect(await project.answer()).toBe('sources: data');
});
