import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { copyExample } from './copy.ts';
import { buildReport } from './json.ts';

const PEM = { type: 'pkcs8', format: 'pem' } as const;
const SPKI = { type: 'spki', format: 'pem' } as const;

/** The static site with files that came along from somebody's folder. */
async function careless(files: Record<string, string>): Promise<string> {
  const folder = await copyExample('static-site');
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, 'public', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return folder;
}

test('what came along by mistake fails, by its place and without what it says', async () => {
  const options = { modulusLength: 2048, publicKeyEncoding: SPKI, privateKeyEncoding: PEM };
  const { privateKey } = generateKeyPairSync('rsa', options);
  const folder = await careless({
    'notes.txt': privateKey,
    'sub/bin/curl': 'no curl, but called so',
    // Never leaves the machine.
    'service.pem': privateKey,
  });
  const report = await buildReport(folder, { code: 1 });
  const failed = report.checks.filter(({ pass }) => !pass);
  expect(Object.fromEntries(failed.map(({ id, evidence }) => [id, evidence]))).toEqual({
    'no-debug-tools': '/app/public/sub/bin/curl',
    'no-secrets': '/app/public/notes.txt:2 (Asymmetric Private Key)',
  });
  const rules = report.verdict.violations.map(({ rule }) => rule);
  expect(rules).toEqual(['checks.no-debug-tools', 'checks.no-secrets']);

  const [, line = ''] = privateKey.split('\n');
  for (const name of ['report.json', 'trivy.json', 'grype.json']) {
    expect(await readFile(join(folder, '.harden', name), 'utf8')).not.toContain(line);
  }
});
