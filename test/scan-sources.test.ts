import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { error, HardenError } from '../src/diagnostics/diagnostic.ts';
import type { ResolvedScanner } from '../src/inputs/scanner.ts';
import { type SourceScanInput, scanSources, unlessRefused } from '../src/scan-sources.ts';

type Scan = SourceScanInput['pipeline']['scan'];

async function scanned(scan: Scan) {
  const folder = await mkdtemp(join(tmpdir(), 'harden-sources-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'go.mod'), 'module example.com/orders\n');
  return scanSources({
    plan: {
      ...{ expect: [], platform: 'linux/amd64', scan: { scanners: ['trivy'], maxDatabaseAge: 72 } },
      policy: { preset: 'balanced', vulnerabilities: {}, ignore: [] },
    },
    folder,
    scanners: [{ name: 'trivy', title: 'Trivy' } as ResolvedScanner],
    pipeline: { scan } as unknown as SourceScanInput['pipeline'],
    ...{ helper: async () => '', path: (name: string) => join(folder, name), today: '2026-06-15' },
  });
}

test('a scan of lock files that fails is a warning: the image is scanned all the same', async () => {
  const found = await scanned(async () => {
    throw new HardenError(error('build/step-failed', 'a layer is gone', { detail: 'not found' }));
  });
  expect(found).toEqual({
    diagnostics: [
      {
        ...{ code: 'build/step-failed', severity: 'warning', detail: 'not found' },
        message: 'the lock files could not be scanned beside the build: a layer is gone',
      },
    ],
  });
});

test('output that is no report is a warning as well', async () => {
  const found = await scanned(async ({ output }) => {
    await writeFile(output, '');
    return '';
  });
  expect(found.diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
});

test('what is refused ends the wait, and what the work does then is nobody’s', async () => {
  const work = new Promise<string>((_, reject) => setTimeout(() => reject(new Error('late')), 5));
  const check = Promise.reject(new Error('refused'));
  await expect(unlessRefused(check, work)).rejects.toThrow('refused');
  await expect(unlessRefused(Promise.resolve(), Promise.resolve('built'))).resolves.toBe('built');
});
