import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { buildReport } from './json.ts';

const run = promisify(execFile);
const has = (program: string, ...args: string[]) =>
  run(program, args).then(
    () => true,
    () => false,
  );
const gcc = await has('gcc', '--version');
const go = await has('go', 'version');

/** A project whose program the test has yet to make. */
async function project(files: Record<string, string>, lines: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-binary-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'dist'));
  const smoke = 'smoke:\n  - {run: [/app/app], expect: {stdout: hello}}\n';
  const spec = `version: 1\nlanguage: binary\nentrypoint: [/app/app]\n${smoke}${lines}`;
  for (const [name, text] of Object.entries({ ...files, 'hardening.yaml': spec }))
    await writeFile(join(folder, name), text);
  return folder;
}

const GO = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n';
const C = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n';

async function goProject(lines: string): Promise<string> {
  const files = { 'go.mod': 'module example.com/hello\n\ngo 1.21\n', 'main.go': GO };
  const folder = await project(files, lines);
  const env = { ...process.env, CGO_ENABLED: '0' };
  await run('go', ['build', '-trimpath', '-o', 'dist/app', '.'], { cwd: folder, env });
  return folder;
}

async function cProject(lines: string): Promise<string> {
  const folder = await project({ 'main.c': C }, lines);
  await run('gcc', ['-O2', '-o', 'dist/app', 'main.c'], { cwd: folder });
  return folder;
}

/** As their README says it: what is committed are sources, and the program is made of them first. */
const EXAMPLES = [
  {
    name: 'binary-notes',
    there: go,
    command: 'CGO_ENABLED=0 go build -trimpath -ldflags=-s -o dist/app .',
  },
  { name: 'binary-statsd', there: gcc && (await has('make', '--version')), command: 'make' },
];

test.each(EXAMPLES.filter(({ there }) => there))(
  '$name: a program built elsewhere, which git ignores, goes into an image',
  async ({ name, command }) => {
    const folder = await copyExample(name);
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain(`\n    ${command}`);
    await run('sh', ['-c', command], { cwd: folder });
    const report = await buildReport(folder);
    expect(report.verdict.pass).toBe(true);
    expect(report.coverage.packages.missing).toEqual([]);
    expect(report.coverage.files.attributed).toBe(report.coverage.files.total);
    expect(report.smoke.every(({ pass }) => pass)).toBe(true);
    const uncached = await buildReport(folder, { args: ['--no-cache'] });
    expect(uncached.image.digest).toBe(report.image.digest);
  },
);

test.runIf(go)(
  'a static Go program goes onto the smallest base, and its modules are seen',
  async () => {
    const folder = await goProject('with: {libc: none}\nbase: distroless\n');
    const report = await buildReport(folder);
    expect(report.verdict.pass).toBe(true);
    expect(report.coverage.packages.missing).toEqual([]);
    expect(report.smoke).toMatchObject([{ pass: true }]);
    expect(report.image.base.ref).toContain('distroless/static');
    const uncached = await buildReport(folder, { args: ['--no-cache'] });
    expect(uncached.image.digest).toBe(report.image.digest);
  },
);

test.runIf(gcc)(
  'a program that says nothing of what is in it is no zero, until that is accepted',
  async () => {
    const folder = await cProject('');
    const { code, stderr } = await harden(['build', folder]);
    expect(code).toBe(4);
    expect(stderr.replace(/\s+/g, ' ')).toContain('write with: {opaque: true}');
    await writeFile(
      join(folder, 'accepted.yaml'),
      `${await readFile(join(folder, 'hardening.yaml'), 'utf8')}with: {opaque: true}\n`,
    );
    const report = await buildReport(join(folder, 'accepted.yaml'));
    expect(report.smoke).toMatchObject([{ pass: true }]);
  },
);

test.runIf(gcc)('what the program is linked to has to be in the base', async () => {
  const lines = 'with: {opaque: true, libc: none}\nbase: {distroless: static}\n';
  const { code, stdout, stderr } = await harden(['build', await cProject(lines)]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(/abi\/missing-loader/);
});

test('a program that is not there is missed before anything is built', async () => {
  const { code, stderr } = await harden(['build', await project({}, '')]);
  expect(code).toBe(2);
  expect(stderr).toContain('the project has no dist/app, which language: binary needs');
});
