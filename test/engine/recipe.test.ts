import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { engineSources } from '../../src/engine/build-engine.ts';
import { ENGINE_RECIPE, ENGINE_VERSION } from '../../src/engine/recipe.ts';
import { DATABASE_SEED, IMAGE_SEEDS } from '../../src/engine/seeds.ts';

test('the engine has the version of the SDK in package.json', () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  expect(JSON.parse(text).dependencies['@dagger.io/dagger']).toBe(ENGINE_VERSION);
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

test('the registry holds everything under its upstream name', () => {
  for (const { upstream, repository, tag } of [...IMAGE_SEEDS, DATABASE_SEED]) {
    expect(upstream.slice(upstream.indexOf('/') + 1)).toBe(`${repository}:${tag}`);
  }
});

test('an image that is not the original says so', () => {
  for (const { source, config } of IMAGE_SEEDS) {
    expect(config.Labels['dev.harden.stand-in']).toBe(String(source.kind !== 'trivy'));
    expect(config.Labels['org.opencontainers.image.description']).toContain("harden's lab");
  }
});

test('a Go toolchain has the version of its tag, on every architecture', () => {
  for (const { source, tag } of IMAGE_SEEDS) {
    if (source.kind !== 'go') continue;
    const versions = Object.values(source.recipe.modules).map(({ version }) => version);
    expect(versions.map((version) => version.split('-')[1]?.split('.', 2).join('.'))).toEqual([
      `go${tag}`,
      `go${tag}`,
    ]);
  }
});
