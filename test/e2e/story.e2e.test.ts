import { appendFile, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Comparison } from '../../src/compare/types.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { writeLoadArchive } from '../../src/oci/load-archive.ts';
import { harden, ROOT } from '../program.ts';
import { codeBlocks, timeless } from '../readme.ts';
import { copyExample } from './copy.ts';
import { registry } from './cosign.ts';
import { fatImage } from './fat-image.ts';

const HOST = 'registry.example';

/** The commands of a page, in their order, each with the output that the page shows of it. */
function stepsOf(page: string): { args: string[]; shown: string }[] {
  const blocks = [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  return blocks.flatMap(([, language, text = ''], i) => {
    if (language !== 'sh') return [];
    const [, after, output = ''] = blocks[i + 1] ?? [];
    const lines = text.trim().split('\n');
    return lines.map((line, at) => ({
      args: line.split(' ').slice(1),
      shown: after === '' && at === lines.length - 1 ? output : '',
    }));
  });
}

/** What is shown between `…`, each after the one before it. */
function expectShown(printed: string, shown: string): void {
  const plain = (text: string) => timeless(text).replace(/\s+/g, ' ');
  let rest = plain(printed.replace(/^\[ .*\n/gm, ''));
  for (const part of shown.split(/^…$/m).map(plain)) {
    expect(rest).toContain(part);
    rest = rest.slice(rest.indexOf(part) + part.length);
  }
}

test('every command of docs/getting-started.md prints what the page shows', async () => {
  const page = await readFile(join(ROOT, 'docs', 'getting-started.md'), 'utf8');
  const project = await copyExample('python-api');
  const cwd = dirname(project);
  expect(codeBlocks(page, 'dockerfile')).toEqual([
    await readFile(join(project, 'Dockerfile'), 'utf8'),
  ]);
  await writeLoadArchive(await readLayout(await fatImage(project)), join(cwd, 'notes.tar'));
  const [proposed = '', added = ''] = codeBlocks(page, 'yaml');
  const host = await registry();

  const steps = stepsOf(page);
  expect(steps.map(({ args: [command] }) => command)).toEqual([
    ...['audit', 'audit', 'build', 'compare', 'report', 'explain', 'explain', 'publish', 'rescan'],
  ]);
  for (const { args, shown } of steps) {
    const run = await harden(
      args.map((arg) => arg.replace(HOST, host)),
      { cwd },
    );
    const printed = (run.stderr + run.stdout).replaceAll(host, HOST);
    expect({ args, code: run.code, printed: run.code === 0 ? '' : printed }).toEqual({
      ...{ args, code: 0, printed: '' },
    });
    expectShown(printed, shown);
    if (!args.includes('--write')) continue;
    const spec = join(project, 'hardening.yaml');
    expect(await readFile(spec, 'utf8')).toBe(proposed);
    await appendFile(spec, added);
  }

  for (const name of ['compare.html', 'compare.md', 'report.html']) {
    expect((await stat(join(cwd, name))).size, name).toBeGreaterThan(1000);
  }
  const { stdout } = await harden(['compare', 'notes.tar', 'python-api', '--json'], { cwd });
  const { before, after, findings, packages }: Comparison = JSON.parse(stdout);
  expect(after.size.uncompressed).toBeLessThan(before.size.uncompressed / 4);
  expect(after.packages).toBeLessThan(before.packages / 4);
  expect(findings.fixed.map(({ finding }) => finding.package).sort()).toEqual(['h11', 'starlette']);
  expect([...findings.new, ...findings.remaining]).toEqual([]);
  expect(packages.removed.map(({ name }) => name)).toContain('iputils-ping');
  const sizes = [before, after].map(({ size }) => size.uncompressed / 1e6);
  expectNear(figuresOf(page, 'size'), sizes);
  expectNear(figuresOf(page, 'packages'), [before.packages, after.packages]);
});

/** Before and after in the table that the page shows of them. */
function figuresOf(page: string, label: string): number[] {
  const [, ...found] =
    new RegExp(`^${label} +([\\d.]+)(?: MB)? +([\\d.]+)`, 'm').exec(
      page.slice(page.indexOf('               before')),
    ) ?? [];
  return found.map(Number);
}

/** Debian's updates change sizes a little; a page that is further off is no longer true. */
function expectNear(shown: number[], real: number[]): void {
  expect(shown).toHaveLength(real.length);
  for (const [i, one] of real.entries()) {
    expect(Math.abs((shown[i] ?? 0) / one - 1), `${shown} and ${real}`).toBeLessThan(0.1);
  }
}

test('an output that is not the one of the page is told', () => {
  const printed = '[   0.1s] image  fetching\nsize  401.4 MB\nfiles  3\nuser  root\n';
  expect(() => expectShown(printed, 'size  1.2 MB\n…\nuser  root\n')).not.toThrow();
  expect(() => expectShown(printed, 'user  root\n…\nsize  1.2 MB\n')).toThrow();
  expect(() => expectShown(printed, 'user  65532\n')).toThrow();
});
