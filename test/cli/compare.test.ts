import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { renderJson } from '../../src/report/json.ts';
import type { RunReport } from '../../src/report/types.ts';
import { found, npm, reportOf } from '../compare/runs.ts';
import { harden } from '../program.ts';
import { judgeBy } from '../valid-json.ts';

const ms = npm('ms', '2.0.0');
const BEFORE = reportOf({ packages: [] });
const AFTER = reportOf({ packages: [ms], findings: [found(ms, 'CVE-2026-1')] });

/** A folder with the two reports. */
async function reports(before: RunReport = BEFORE, after: RunReport = AFTER): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-compare-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'before.json'), renderJson(before));
  await writeFile(join(folder, 'after.json'), renderJson(after));
  return folder;
}

test('two reports are compared on stdout, without an engine', async () => {
  const run = await harden(['compare', 'before.json', 'after.json'], { cwd: await reports() });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toContain('high CVE-2026-1 in ms 2.0.0, by a dependency');
});

test('as JSON, and with an exit code for what got worse', async () => {
  const args = ['compare', 'before.json', 'after.json', '--json', '--fail-on-regression'];
  const run = await harden(args, { cwd: await reports() });
  expect(run).toMatchObject({ code: 1, stderr: '' });
  expect(judgeBy('compare').unnamedIn(JSON.parse(run.stdout))).toEqual([]);
  expect(JSON.parse(run.stdout)).toMatchObject({
    findings: { new: [{ finding: { id: 'CVE-2026-1' }, cause: 'dependency' }] },
    regressions: ['1 new finding'],
  });
});

test('what got better is no regression', async () => {
  const args = ['compare', 'after.json', 'before.json', '--fail-on-regression'];
  expect((await harden(args, { cwd: await reports() })).code).toBe(0);
});

test('a report without packages is refused, with what to do', async () => {
  const { packages: _, ...older } = BEFORE;
  const cwd = await reports(older);
  const run = await harden(['compare', 'before.json', 'after.json'], { cwd });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('report/unreadable');
  expect(run.stderr).toContain('--rescan');
});

test('as files for a browser and for a pull request, and the exit code says what got worse', async () => {
  const cwd = await reports();
  const asked = ['--report', 'html=c.html', '--report', 'markdown=c.md'];
  const args = ['compare', 'before.json', 'after.json', ...asked, '--fail-on-regression'];
  expect((await harden(args, { cwd })).code).toBe(1);
  expect(await readFile(join(cwd, 'c.html'), 'utf8')).toContain('<li>1 new finding</li>');
  expect(await readFile(join(cwd, 'c.md'), 'utf8')).toContain('### Findings new: 1');
});

test('a form it does not have is refused before any work, and one that cannot be written is told', async () => {
  const cwd = await reports();
  const args = ['compare', 'before.json', 'after.json', '--report'];
  const unknown = await harden([...args, 'sarif=x'], { cwd });
  expect(unknown).toMatchObject({ code: 2, stdout: '' });
  expect(unknown.stderr).toContain('use one of: html, markdown');
  const absent = await harden([...args, 'html=before.json/x'], { cwd });
  expect(absent.code).toBe(2);
  expect(absent.stderr).toContain('report/cannot-write');
});

test('a file that is not there is told before an engine is asked for', async () => {
  const args = ['compare', 'before.json', 'gone.json', '--engine', 'tcp://127.0.0.1:1'];
  expect(await harden(args, { cwd: await reports() })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('cli/not-found'),
  });
});
