import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { smokeHelper } from '../../src/inputs/smoke.ts';
import { writeRecord } from '../../src/records.ts';
import { folder } from '../oci/contents.ts';

afterEach(() => vi.unstubAllEnvs());

/** Nothing listens there. */
const context = {
  builder: 'linux/amd64' as const,
  debianMirror: 'http://127.0.0.1:1/debian',
  progress: () => {},
  signal: AbortSignal.timeout(30_000),
};

async function cache(): Promise<string> {
  const made = await folder();
  vi.stubEnv('HARDEN_CACHE_DIR', made);
  return made;
}

test('without a mirror the helper of the last run does', async () => {
  const toolchains = join(await cache(), 'toolchains');
  const file = join(toolchains, 'abc.tar');
  await writeRecord(join(toolchains, 'harden-smoke.json'), { file });
  await writeFile(file, 'an archive');
  await expect(smokeHelper(context)()).resolves.toBe(file);
});

test('where there was none, or it is gone, the mirror is missed', async () => {
  const toolchains = join(await cache(), 'toolchains');
  const missed = { diagnostics: [{ code: 'debian/mirror-unreachable' }] };
  await expect(smokeHelper(context)()).rejects.toMatchObject(missed);
  await writeRecord(join(toolchains, 'harden-smoke.json'), { file: join(toolchains, 'gone') });
  await expect(smokeHelper(context)()).rejects.toMatchObject(missed);
});
