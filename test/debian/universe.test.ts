import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { assembleDebian } from '../../src/debian/assemble.ts';
import type * as Download from '../../src/debian/download.ts';
import { makeArchive } from './make-archive.ts';

/** Whoever has an index second sees it only when the first has read it and removed it. */
vi.mock('../../src/debian/download.ts', async (original) => {
  const real = await original<typeof Download>();
  const begun = new Set<string>();
  const download: typeof Download.download = async (wanted, file, signal) => {
    const second = begun.has(file);
    begun.add(file);
    const bytes = await real.download(wanted, file, signal);
    const there = () =>
      access(file).then(
        () => true,
        () => false,
      );
    for (let i = 0; second && file.includes('index') && i < 500 && (await there()); i++) {
      await sleep(10);
    }
    return bytes;
  };
  return { ...real, download };
});

test('suites with the same packages share an index, whoever is first', async () => {
  const archive = await makeArchive();
  onTestFinished(() => archive.close());
  const cache = await mkdtemp(join(tmpdir(), 'harden-universe-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  await archive.publish('trixie', [{ name: 'app', files: [{ name: './app', body: 'app' }] }]);
  await archive.publish('trixie-updates', []);
  await archive.publish('trixie-security', []);
  const request = {
    ...({ release: 'trixie', architecture: 'amd64', purpose: 'base' } as const),
    ...{ packages: ['app'], drop: {}, links: {}, mirrors: [archive.mirror] },
  };
  const root = await assembleDebian(request, { cache, keys: archive.keys });
  expect(root.packages.map(({ name }) => name)).toEqual(['app']);
  const kept = await readdir(join(cache, 'debian', 'index'));
  expect(kept.filter((name) => !name.endsWith('.tsv'))).toEqual([]);
});
