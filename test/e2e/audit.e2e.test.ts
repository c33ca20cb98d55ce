import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AuditReport } from '../../src/audit/types.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { writeLoadArchive } from '../../src/oci/load-archive.ts';
import { harden } from '../program.ts';
import { judgeBy } from '../valid-json.ts';
import { copyExample } from './copy.ts';
import { fatImage } from './fat-image.ts';

test('a fat image becomes a spec that builds, and every tool in it is told apart', async () => {
  const folder = await copyExample('python-api');
  const layout = await fatImage(folder);
  const cwd = join(folder, '..');

  const run = await harden(['audit', layout, '--json'], { cwd });
  expect(run.stderr + run.code).toMatch(/0$/);
  const report: AuditReport = JSON.parse(run.stdout);
  expect(judgeBy('audit').unnamedIn(report)).toEqual([]);
  const of = (name: string) => report.packages.find((one) => one.name === name);
  for (const [name, proof] of [
    ['curl', '/usr/bin/curl'],
    ['iputils-ping', '/usr/bin/ping'],
    ['nano', '/usr/bin/nano'],
    ['gcc-14-x86-64-linux-gnu', '/usr/bin/gcc'],
    ['libcurl4t64', 'only curl asks for it'],
    ['dash', '/usr/bin/dash only starts the program'],
  ] as const) {
    expect(of(name)?.verdict, name).toBe('unnecessary');
    expect(of(name)?.why, name).toContain(proof);
    expect(of(name)?.findings, name).toBeInstanceOf(Array);
  }
  for (const [name, proof] of [
    ['python3.13-minimal', 'the image starts it'],
    ['libc6', 'linked by /usr/bin/python3.13 (libc.so.6)'],
    ['uvicorn', '-m uvicorn'],
    ['starlette', 'imported by /srv/app/main.py'],
  ] as const) {
    expect(of(name)?.verdict, name).toBe('needed');
    expect(of(name)?.why, name).toContain(proof);
  }
  expect(report.scanned).toBe(true);
  expect(report.gaps).toEqual([]);
  expect(report.savings.bytes / report.savings.of).toBeGreaterThan(0.5);
  expect(['E', 'F']).toContain(report.grade.letter);
  expect(report.checks.find(({ id }) => id === 'runs-as-non-root')?.pass).toBe(false);

  const archive = join(cwd, 'fat.tar');
  await writeLoadArchive(await readLayout(layout), archive);
  const alone = await harden(['audit', archive, '--no-scan', '--json'], { cwd });
  const unscanned: AuditReport = JSON.parse(alone.stdout);
  const { findings: _, ...savings } = report.savings;
  expect(unscanned.savings).toEqual(savings);
  expect(unscanned.packages.some(({ findings }) => findings)).toBe(false);

  const spec = join(folder, 'hardening.yaml');
  const written = await harden(['audit', layout, '--no-scan', '--write', spec], { cwd });
  expect(written.stderr + written.code).toMatch(/0$/);
  const text = await readFile(spec, 'utf8');
  expect(text).toContain('entrypoint: [python3, -m, uvicorn, app.main:app, --host, 0.0.0.0');
  expect(text).toMatch(/runtime: \{ports: \[8080\]/);
  expect((await harden(['validate', folder])).code).toBe(0);
  const built = await harden(['build', folder, '--json']);
  expect(built.stderr + built.code).toMatch(/0$/);
  const lean = JSON.parse(built.stdout).image.size.uncompressed;
  expect(lean).toBeLessThan(report.image.size.uncompressed / 3);

  const again = await harden(['audit', layout, '--no-scan', '--write', spec], { cwd });
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('init/spec-exists');
  expect(await readFile(spec, 'utf8')).toBe(text);
});
