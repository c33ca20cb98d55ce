import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden, ROOT } from '../program.ts';

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
