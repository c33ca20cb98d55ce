import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunReport } from '../../src/report/types.ts';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { falseScanner } from './false-scanner.ts';
import { buildReport } from './json.ts';
import { oldNode } from './old-node.ts';

const inLab = (await labImages()).some((image) => image.startsWith('anchore/grype:'));

test('both scanners agree on the vulnerable example', async () => {
  const report = await buildReport('examples/vulnerable-go', { code: 1 });
  expect(report.scanners).toMatchObject([
    { name: 'trivy', version: '0.74.0' },
    { name: 'grype', version: '0.118.0', database: { ref: 'grype.anchore.io/databases:v6' } },
  ]);
  expect(report.scanners[1]?.database.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(report.findings.length).toBeGreaterThan(1);
  for (const { scanners } of report.findings) expect(scanners).toEqual(['trivy', 'grype']);
  expect(report.disagreements).toBeUndefined();
  expect(report.coverage.scanners?.map(({ name }) => name)).toEqual(['trivy', 'grype']);
  expect(report.coverage.packages.missing).toEqual([]);
});

test.runIf(inLab && process.arch === 'x64')(
  'a Node that no package manager owns is seen by Grype alone, and fails for what it has',
  async () => {
    const folder = await oldNode();
    const report = await buildReport(folder, { code: 1 });
    const node = { package: 'node', version: '18.19.0', path: 'app/node', type: 'binary' };
    expect(report.findings).toMatchObject([
      { ...node, id: 'CVE-2024-22019', scanner: 'grype', scanners: ['grype'] },
    ]);
    expect(report.disagreements).toMatchObject([
      { package: 'node', says: { grype: 'high', trivy: 'not reported' } },
    ]);
    expect(report.disagreements?.[0]?.cause).toContain('no package manager owns this program');

    await appendFile(join(folder, 'hardening.yaml'), 'scan: {scanners: [trivy]}\n');
    const alone = await buildReport(folder, { code: 4 });
    expect(alone.findings).toEqual([]);
    expect(alone.scanners.map(({ name }) => name)).toEqual(['trivy']);
    expect(alone.coverage.gaps).toEqual([
      expect.stringContaining('no scanner looked for advisories of node 18.19.0 itself'),
    ]);
  },
);

test('a configuration of Grype in the project changes nothing, and is told', async () => {
  const folder = await copyExample('vulnerable-go');
  const ignore = 'ignore: [{vulnerability: GO-2021-0113}, {vulnerability: GO-2022-1059}]\n';
  await writeFile(join(folder, '.grype.yaml'), ignore);
  await writeFile(join(folder, 'grype.yaml'), ignore);
  const report = await buildReport(folder, { code: 1 });
  for (const { scanners } of report.findings) expect(scanners).toEqual(['trivy', 'grype']);
  expect(report.diagnostics).toMatchObject([
    { code: 'scan/project-config', severity: 'warning', span: { file: '.grype.yaml' } },
  ]);
});

const FIXTURES = join(import.meta.dirname, '..', 'scan', 'fixtures', 'grype');
const recorded = async (name: string) => ({
  json: await readFile(join(FIXTURES, `${name}.json`), 'utf8'),
  'cyclonedx-json': await readFile(join(FIXTURES, `${name}.cdx.json`), 'utf8'),
});

test
  .runIf(inLab)
  .each<[what: string, code: string, answers: () => Promise<Record<string, string>>]>([
    ['was killed', 'scan/failed', async () => ({ killed: '' })],
    ['wrote nothing', 'scan/bad-output', async () => ({ json: '', 'cyclonedx-json': '' })],
    [
      'wrote half of it',
      'scan/bad-output',
      async () => ({ ...(await recorded('alpine-go')), json: '{"matches": [' }),
    ],
    ['answers with another image', 'scan/blind', () => recorded('alpine-go')],
  ])('a Grype that %s proves nothing', async (_what, code, answers) => {
  const folder = await copyExample('go-api');
  const env = { HARDEN_REGISTRY_MIRRORS: await falseScanner('grype', await answers()) };
  const ended = await harden(['build', folder, '--json'], { env });
  expect({ code: ended.code, stderr: ended.stderr }).toMatchObject({
    code: 4,
    stderr: expect.stringContaining(code),
  });
  if (code !== 'scan/blind') return expect(ended.stdout).toBe('');
  const { coverage, verdict }: RunReport = JSON.parse(ended.stdout);
  expect(verdict.pass).toBe(false);
  expect(coverage.gaps.join('\n')).toContain('Grype: the scanned image has config');
});

test.runIf(inLab).each(['trivy', 'grype'] as const)(
  '%s has no network, and can write neither the image nor its database',
  async (name) => {
    const folder = await copyExample('go-api');
    const env = { HARDEN_REGISTRY_MIRRORS: await falseScanner(name, { pries: '' }) };
    const { code, stderr } = await harden(['build', folder], { env });
    expect({ code, stderr }).toMatchObject({ code: 4, stderr: expect.stringContaining('with 3') });
    const said = stderr
      .split('\n')
      .flatMap(
        (line) =>
          /^\s*(?:\| )?((?:interface|network:|write:|CapEff|NoNewPrivs).*)$/.exec(line)?.[1] ?? [],
      );
    expect(said).toEqual([
      'interface lo up|loopback|running',
      'network: dial udp 192.0.2.1:53: connect: network is unreachable',
      ...(name === 'trivy'
        ? ['/x', '/tmp/image/x', '/tmp/cache/db/x']
        : ['/x', '/tmp/image/x', '/tmp/database/x']
      ).map((path) => `write: open ${path}: read-only file system`),
      expect.stringMatching(/^CapEff:? 0+$/),
      expect.stringMatching(/^NoNewPrivs:? 1$/),
    ]);
  },
);
