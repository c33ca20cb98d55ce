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

test('reports are written though it fails, at the line to change, and can be made again', async () => {
  const folder = await copyExample('vulnerable-go');
  const asked = ['sarif=out/harden.sarif', 'html=out/report.html', 'junit=out/junit.xml'];
  const reports = asked.flatMap((one) => ['--report', one]);
  const run = await harden(['build', '.', ...reports], { cwd: folder });
  expect(run.code).toBe(1);
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  const written = JSON.parse(await text('.harden/report.json'));
  expect(written.reports).toMatchObject({ sarif: 'out/harden.sarif', junit: 'out/junit.xml' });
  expect(written.times.started < written.times.finished).toBe(true);
  const { results } = JSON.parse(await text('out/harden.sarif')).runs[0];
  expect(results[0]).toMatchObject({
    level: 'error',
    locations: [{ physicalLocation: { artifactLocation: { uri: 'go.mod' } } }],
  });
  expect(await text('out/report.html')).toContain('Go program: 6.');
  const both = () => Promise.all(['out/harden.sarif', 'out/report.html'].map(text));
  const before = await both();
  const again = await harden(['report', '.', ...reports], { cwd: folder });
  expect(again).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(await both()).toEqual(before);
});

test('a mistyped report is told before anything is built', async () => {
  const run = await harden([
    'build',
    EXAMPLE,
    '--report',
    'srif=x',
    '--engine',
    'tcp://127.0.0.1:1',
  ]);
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--report sarif=x') });
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
