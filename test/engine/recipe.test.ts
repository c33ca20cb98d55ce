import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { engineSources } from '../../src/engine/build-engine.ts';
import { ENGINE_RECIPE, ENGINE_VERSION } from '../../src/engine/recipe.ts';

test('the engine has the version of the SDK in package.json', () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  expect(JSON.parse(text).devDependencies['@dagger.io/dagger']).toBe(ENGINE_VERSION);
});

test('every replacement by a folder has its bare module in the lab', async () => {
  const folders = Object.values(ENGINE_RECIPE.replace).filter((to) => to.startsWith('./'));
  const names = folders.map((folder) => folder.slice(`./${ENGINE_RECIPE.absent}/`.length));
  expect(names.sort()).toEqual((await readdir(engineSources().absent)).sort());
});

test('every emptied folder gets a file of ours', async () => {
  for (const folder of ENGINE_RECIPE.emptied) {
    const files = await readdir(join(engineSources().overlay, folder));
    expect(files.some((name) => name.endsWith('.go'))).toBe(true);
  }
});
