import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeReports } from '../../src/commands/write-reports.ts';
import { renderJson } from '../../src/report/json.ts';
import { runNamed } from '../report/runs.ts';

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'harden-reports-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

test('the stored report names what was written, and still its own file', async () => {
  const cwd = await folder();
  const stored = join(cwd, 'report.json');
  const asked = [
    { format: 'json' as const, path: 'copy.json' },
    { format: 'sarif' as const, path: 'sub/a.sarif' },
    { format: 'sarif' as const, path: 'b.sarif' },
  ];
  const { report, problems } = await writeReports(runNamed('pass'), asked, { cwd, stored });
  expect(problems).toEqual([]);
  expect(report.reports).toEqual({
    ...runNamed('pass').reports,
    ...{ 'json-2': 'copy.json', sarif: 'sub/a.sarif', 'sarif-2': 'b.sarif' },
  });
  expect(await readFile(stored, 'utf8')).toBe(renderJson(report));
});

test('one that cannot be written is told, is not named, leaves nothing and stops no other', async () => {
  const cwd = await folder();
  await writeFile(join(cwd, 'file'), '');
  const asked = [
    { format: 'html' as const, path: 'file/report.html' },
    { format: 'junit' as const, path: 'junit.xml' },
  ];
  const { report, problems } = await writeReports(runNamed('pass'), asked, { cwd });
  expect(problems).toMatchObject([
    { code: 'report/cannot-write', message: expect.stringContaining('file/report.html') },
  ]);
  expect(Object.keys(report.reports)).toEqual(['json', 'scan', 'junit']);
  expect(await readdir(cwd)).toEqual(['file', 'junit.xml']);
});

test('without a report that is asked for nothing is touched', async () => {
  const cwd = await folder();
  await writeReports(runNamed('pass'), [], { cwd, stored: join(cwd, 'x') });
  expect(await readdir(cwd)).toEqual([]);
});
