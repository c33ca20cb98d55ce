import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunReport } from '../../src/report/types.ts';
import { harden } from '../program.ts';
import { buildReport } from './json.ts';
import { projectOf } from './temporary.ts';

const EXAMPLE = join('examples', 'vulnerable-go');

/** A folder with the bills of an image that has two findings. */
async function bills(): Promise<{ folder: string; report: RunReport }> {
  const report = await buildReport(EXAMPLE, { code: 1 });
  const read = (name: string) => readFile(join(EXAMPLE, '.harden', name), 'utf8');
  const [cdx, spdx] = await Promise.all([read('sbom.cdx.json'), read('sbom.spdx.json')]);
  return { folder: await projectOf({ 'a.cdx.json': cdx, 'a.spdx.json': spdx }), report };
}

const idsOf = ({ findings }: RunReport) => findings.map(({ id, package: name }) => `${name} ${id}`);

test('a bill of materials has the findings of its image, and every package of it was seen', async () => {
  const { folder, report } = await bills();
  for (const file of ['a.cdx.json', 'a.spdx.json']) {
    const run = await harden(['scan', file, '--json'], { cwd: folder });
    expect({ code: run.code, stderr: run.code === 1 ? '' : run.stderr }).toEqual({
      code: 1,
      stderr: '',
    });
    const found = JSON.parse(run.stdout) as RunReport;
    expect(idsOf(found)).toEqual(idsOf(report));
    expect(found.image).toMatchObject({ name: 'vulnerable-go', digest: report.image.digest });
    expect(found.coverage.packages.missing).toEqual([]);
    expect(found.coverage.packages.expected).toBeGreaterThan(5);
  }
});

test('a bill without packages, or with one that no scanner takes, proves nothing', async () => {
  const empty = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [] };
  const odd = [{ type: 'library', name: '', version: '1', purl: 'pkg:npm/@1.0.0' }];
  const folder = await projectOf({
    'empty.cdx.json': JSON.stringify(empty),
    'odd.cdx.json': JSON.stringify({ ...empty, components: odd }),
  });
  for (const file of ['empty.cdx.json', 'odd.cdx.json']) {
    const run = await harden(['scan', file, '--policy', 'audit'], { cwd: folder });
    expect({ file, code: run.code }).toEqual({ file, code: 4 });
  }
});

test('the first result counts as a whole, later ones for what is new alone', async () => {
  const { folder } = await bills();
  const again = () => harden(['rescan', 'a.cdx.json'], { cwd: folder });
  const first = await again();
  expect(first).toMatchObject({ code: 1, stdout: expect.stringContaining('FAILED  a.cdx.json') });
  const second = await again();
  expect(second.code).toBe(0);
  expect(second.stdout.replace(/\s+/g, ' ')).toContain('0 new findings, 2 known before');

  const store = join(folder, '.harden', 'rescan');
  const [name = ''] = await readdir(store);
  const last = JSON.parse(await readFile(join(store, name), 'utf8')) as RunReport;
  const findings = last.findings.slice(1);
  await writeFile(join(store, name), JSON.stringify({ ...last, findings }));
  const third = await again();
  expect(third.code).toBe(1);
  expect(third.stdout.replace(/\s+/g, ' ')).toContain('1 new finding, 1 known before');
  expect(third.stdout).toContain(last.findings[0]?.id);

  await writeFile(join(store, name), '{');
  const damaged = await again();
  expect(damaged.code).toBe(2);
  expect(damaged.stderr).toContain('report/unreadable');
});

test('a build is scanned by its image, and by its bill where that is gone', async () => {
  const folder = await projectOf({});
  const report = await buildReport('examples/go-api');
  const stored = join(folder, '.harden');
  const files = { ...report, image: { ...report.image, layout: join(folder, 'gone') } };
  const bill = await readFile(join('examples', 'go-api', '.harden', 'sbom.cdx.json'), 'utf8');
  const project = await projectOf({
    '.harden/report.json': JSON.stringify(files),
    '.harden/sbom.cdx.json': bill,
  });
  await rm(stored, { recursive: true, force: true });
  const run = await harden(['rescan', '--json'], { cwd: project });
  expect(run.code).toBe(0);
  const { results } = JSON.parse(run.stdout);
  expect(results).toMatchObject([{ target: '.', report: { image: { layout: '' } } }]);
  const whole = await harden(['rescan', 'examples/go-api', '--json', '--store', join(folder, 's')]);
  expect(JSON.parse(whole.stdout).results[0].report.coverage.files.total).toBeGreaterThan(100);
});
