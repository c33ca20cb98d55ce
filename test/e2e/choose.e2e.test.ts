import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Candidate, type ChooseReport, countFindings } from '../../src/choose/types.ts';
import type { RunReport } from '../../src/report/types.ts';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { buildReport } from './json.ts';

const inLab = (await labImages()).length > 0;

async function chosen(folder: string, ...args: string[]): Promise<ChooseReport> {
  const { code, stdout, stderr } = await harden(['choose', folder, '--json', ...args]);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test.runIf(inLab)('bases are ranked by evidence, the winner is written and builds', async () => {
  const folder = await copyExample('go-api');
  const file = join(folder, 'hardening.yaml');
  const before = await readFile(file, 'utf8');
  const commented = before.replace('base: debian', 'base: debian  # until somebody measures');
  await writeFile(file, commented);

  const report = await chosen(folder, '--write');
  const ranked = report.candidates.filter(({ status }) => status === 'ranked');
  expect(ranked.length).toBeGreaterThanOrEqual(5);
  expect(ranked.map(({ rank }) => rank)).toEqual(ranked.map((_, index) => index + 1));
  for (const one of ranked) {
    expect(one).toMatchObject({ verdict: { pass: true }, findings: { critical: 0, high: 0 } });
    expect(one.digest).toMatch(/^sha256:/);
    expect(one.packages).toBeGreaterThan(0);
    expect(one.smoke).toMatchObject([{ pass: true }]);
  }
  const sizes = ranked.map(({ packages }) => packages ?? 0);
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));

  const others = report.candidates.filter(({ status }) => status !== 'ranked');
  expect(others.every(({ reason }) => reason.length > 10)).toBe(true);
  expect(others.find(({ base }) => base === 'scratch')).toMatchObject({
    status: 'refused',
    reason: expect.stringContaining('finds no certificates on scratch'),
  });
  expect(others.find(({ base }) => base.startsWith('{chainguard'))).toMatchObject({
    status: 'skipped',
    reason: expect.stringContaining('does not exist'),
  });

  expect(report.winner).toBe(ranked[0]?.base);
  const written = await readFile(file, 'utf8');
  expect(written).toBe(commented.replace('base: debian', `base: ${report.winner}`));
  const built = await buildReport(folder, { args: ['--frozen'] });
  expect(built.image.size).toEqual(ranked[0]?.size);
});

test.runIf(inLab)('an app with findings has in each base those of a build on it', async () => {
  const folder = await copyExample('vulnerable-go');
  const file = join(folder, 'hardening.yaml');
  const spec = await readFile(file, 'utf8');
  // What fails the policy has no winner.
  const { stdout } = await harden(['choose', folder, '--json', '--base', 'slim,distroless']);
  const { candidates }: ChooseReport = JSON.parse(stdout);
  const tried = candidates.filter(({ findings }) => findings);
  expect(tried.length).toBeGreaterThanOrEqual(2);
  for (const { base, findings, packages, digest } of [tried[0], tried.at(-1)] as Candidate[]) {
    await writeFile(file, spec.replace(/^base: .*$/m, `base: ${base}`));
    const { code, stdout } = await harden(['build', folder, '--json']);
    expect(code).toBe(1);
    const built: RunReport = JSON.parse(stdout);
    expect(built.image.base.digest).toBe(digest);
    expect(findings).toEqual(countFindings(built.findings));
    expect(findings?.total).toBeGreaterThan(0);
    expect(packages).toBe(built.coverage.packages.seen);
  }
});

test('a program that needs glibc is refused on musl before anything is built', async () => {
  const nowhere = ['--engine', 'tcp://127.0.0.1:1'];
  const args = ['choose', 'examples/python-api', '--base', 'alpine,scratch', '--json', ...nowhere];
  const { code, stdout } = await harden(args);
  expect(code).toBe(1);
  const { candidates, winner }: ChooseReport = JSON.parse(stdout);
  expect(winner).toBeUndefined();
  expect(new Set(candidates.map(({ status }) => status))).toEqual(new Set(['refused']));
  expect(candidates.find(({ base }) => base.startsWith('{alpine'))?.reason).toMatch(
    /alpine has musl, .* pip installs wheels whose native code is linked to the libc/,
  );
});

test('base: auto is decided by evidence, and the lock keeps the decision', async () => {
  const folder = await copyExample('go-api');
  const file = join(folder, 'hardening.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('base: debian', 'base: auto'));
  const locked = await harden(['lock', folder]);
  expect(locked).toMatchObject({ code: 0 });
  expect(locked.stderr).toContain('winner');
  const { image } = await buildReport(folder, { args: ['--frozen'] });
  expect(await readFile(join(folder, 'hardening.lock'), 'utf8')).toContain('"base": "');
  expect((await buildReport(folder)).image.digest).toBe(image.digest);
});

test('a family that is not there is an error with the names that are', async () => {
  const { code, stderr } = await harden(['choose', 'examples/go-api', '--base', 'distrolss']);
  expect(code).toBe(2);
  expect(stderr).toContain('distroless');
});
