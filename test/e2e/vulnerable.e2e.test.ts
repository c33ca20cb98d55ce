import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden, ROOT } from '../program.ts';
import { copyExample } from './copy.ts';

const EXAMPLE = join('examples', 'vulnerable-go');

test('a known vulnerable dependency fails the build and says what to change', async () => {
  const run = await harden(['build', EXAMPLE]);
  expect(run.code).toBe(1);
  const lines = (await readFile(join(ROOT, EXAMPLE, 'go.mod'), 'utf8')).split('\n');
  const line = lines.findIndex((text) => text.includes('golang.org/x/text ')) + 1;
  expect(line).toBeGreaterThan(0);
  expect(run.stderr).toContain('golang.org/x/text');
  expect(run.stderr).toContain(`go.mod:${line}`);
  expect(run.stderr).toMatch(/upgrade golang\.org\/x\/text .* to v?\d+\.\d+\.\d+/);
});

test('the same as JSON: the finding with its package, fix and layer', async () => {
  const run = await harden(['build', EXAMPLE, '--json']);
  expect(run.code).toBe(1);
  const report = JSON.parse(run.stdout);
  expect(report.verdict.pass).toBe(false);
  const [violation] = report.verdict.violations;
  const finding = violation.findings.find(
    (f: { package: string }) => f.package === 'golang.org/x/text',
  );
  expect(finding).toMatchObject({ severity: 'high', scanner: 'trivy' });
  expect(finding.fixedVersion).toMatch(/^\d+\.\d+\.\d+/);
  const app = report.image.layers.find((layer: { kind: string }) => layer.kind === 'app');
  expect(finding.layer).toBe(app.diffId);
});

test('a sound program built with an old Go fails for its standard library', async () => {
  const folder = await copyExample('go-api');
  const file = join(folder, 'go.mod');
  const lines = (await readFile(file, 'utf8')).split('\n');
  const line = lines.findIndex((text) => text.startsWith('go '));
  await writeFile(file, lines.with(line, 'go 1.24').join('\n'));
  const run = await harden(['build', folder]);
  expect(run.code).toBe(1);
  const text = run.stderr.replace(/\s+/g, ' ');
  expect(text).toMatch(/critical CVE-2025-68121 in stdlib v1\.24\.\d+, fixed in 1\.24\.13/);
  const advice = /build with Go (\S+) or later instead of 1\.24\.\d+: set it in (\S+)/.exec(text);
  expect(advice?.slice(1)).toEqual([expect.stringMatching(/^1\.\d+\.\d+$/), `go.mod:${line + 1}`]);
});
