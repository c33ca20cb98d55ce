import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { refreshDatabases } from '../../src/engine/database.ts';
import { labPaths } from '../../src/engine/paths.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-database-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const refresh = () =>
  refreshDatabases(labPaths(join(folder, 'lab')), {
    registry: '127.0.0.1:1',
    progress: () => {},
  });

test('HARDEN_LAB_DB that is not there is a mistake of the user', async () => {
  vi.stubEnv('HARDEN_LAB_DB', join(folder, 'absent.tar.gz'));
  await expect(refresh()).rejects.toThrow('cli/not-found: HARDEN_LAB_DB is ');
});

test('HARDEN_LAB_DB that holds no database is told before anything is pushed', async () => {
  const file = join(folder, 'db.tar.gz');
  await writeFile(file, 'not an archive');
  vi.stubEnv('HARDEN_LAB_DB', file);
  await expect(refresh()).rejects.toThrow('cli/not-found: HARDEN_LAB_DB is ');
});
