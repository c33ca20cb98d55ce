import { expect, test } from 'vitest';
import type { ExpectedInput } from '../../../src/inspect/expected/types.ts';
import { workspaceManifests } from '../../../src/inspect/expected/workspaces.ts';
import { folderWith } from '../../init/files.ts';

const MEMBERS = [
  'apps/api',
  'apps/old',
  'libs/deep/er',
  'libs/flat',
  'libs/flat/node_modules/x',
  'tools',
];

async function membersOf(workspaces: unknown): Promise<string[]> {
  const folder = await folderWith([
    ['package.json', JSON.stringify({ name: 'root', workspaces })],
    ['apps/notes/README.md', ''],
    ...MEMBERS.map((path): [string, string] => [
      `${path}/package.json`,
      JSON.stringify({ name: path }),
    ]),
  ]);
  const [root, ...members] = await workspaceManifests({ folder } as ExpectedInput);
  expect(JSON.parse(root ?? '')).toMatchObject({ name: 'root' });
  return members.map((text) => JSON.parse(text).name).sort();
}

test.each<[unknown, string[]]>([
  [undefined, []],
  [
    ['apps/*', './tools/'],
    ['apps/api', 'apps/old', 'tools'],
  ],
  [['apps/*', '!apps/old'], ['apps/api']],
  [{ packages: ['libs/**'], nohoist: [] }, ['libs/deep/er', 'libs/flat']],
  [['l*/fl*t'], ['libs/flat']],
  [['../*', 'not-there/*'], []],
])('workspaces: %j', async (workspaces, expected) => {
  expect(await membersOf(workspaces)).toEqual(expected);
});
