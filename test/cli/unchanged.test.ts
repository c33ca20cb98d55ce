import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStamp, writeStamp } from '../../src/unchanged/stamp.ts';
import { DATA, digestOf } from '../../src/unchanged/tool.ts';
import { harden, ROOT } from '../program.ts';
import { type TestProject, testProject } from '../unchanged/project.ts';

/** Nobody listens there: whoever asks an engine ends with 5. */
const NO_ENGINE = { HARDEN_ENGINE: 'tcp://127.0.0.1:1' };

/** Fails where the Dagger SDK is so much as looked for. */
const WITHOUT_SDK = `data:text/javascript,${encodeURIComponent(
  `import { register } from 'node:module';
   register('data:text/javascript,' + encodeURIComponent(\`
     export async function resolve(name, context, next) {
       if (name.startsWith('@dagger.io')) throw new Error('the SDK was loaded');
       return next(name, context);
     }\`));`,
)}`;

/** A project whose last build was one of the built program. */
async function builtProject(files?: Record<string, string>): Promise<TestProject> {
  const project = await testProject(files);
  await project.build({ asking: { env: { ...process.env, ...NO_ENGINE } } });
  const stamp = await readStamp(project.output);
  if (!stamp) throw new Error('the build left no stamp');
  await writeStamp(project.output, { ...stamp, tool: digestOf(ROOT, ['dist', ...DATA]) });
  return project;
}

test('an unchanged build is answered without an engine, and without the SDK', async () => {
  const project = await builtProject();
  const env = { ...NO_ENGINE, NODE_OPTIONS: `--import=${WITHOUT_SDK}` };
  const { code, stdout, stderr } = await harden(['build', project.folder], { env });
  expect(stderr).toContain('unchanged since ');
  expect(stderr).toMatch(/^PASSED {2}/);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^\S+@sha256:[0-9a-f]{64}\n$/),
  });
});

test('as JSON it says since when, and reports are written as after a build', async () => {
  const project = await builtProject();
  const html = join(project.folder, '..', 'report.html');
  const args = ['build', project.folder, '--json', '--report', `html=${html}`];
  for (let time = 0; time < 2; time++) {
    const { code, stdout } = await harden(args, { env: NO_ENGINE });
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.unchanged).toEqual({ since: report.times.finished });
    // Named once, whichever time it is written.
    expect(Object.keys(report.reports)).toEqual(['json', 'scan', 'html']);
    expect(await readFile(html, 'utf8')).toMatch(/^<!doctype html>/i);
    await rm(html);
  }
});

test.each([
  ['--force', []],
  ['--no-cache', []],
  ['--sign-key', ['key.pem']],
])('with %s a build is made', async (flag, more) => {
  const project = await builtProject();
  await writeFile(join(project.folder, 'notes', 'key.pem'), '');
  const values = more.map((name) => join(project.folder, 'notes', name));
  const { code } = await harden(['build', project.folder, flag, ...values], { env: NO_ENGINE });
  expect(code).not.toBe(0);
});

test('a change is built, and why is said in a word', async () => {
  const project = await builtProject();
  await project.write('main.go', 'package main\n');
  const { code, stderr } = await harden(['build', project.folder], { env: NO_ENGINE });
  expect(stderr).toMatch(/stamp +does not hold: sources: main\.go\n/);
  expect(code).toBe(5);
});

test('of several images that are all unchanged none asks an engine', async () => {
  const project = await builtProject();
  const build = (...args: string[]) =>
    harden(['build', project.folder, '--shard', '1/1', ...args], { env: NO_ENGINE });
  const { code, stdout } = await build('--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout).images[0].report.unchanged).toBeDefined();
  expect((await build()).stderr).toContain('1 passed, 1 of them unchanged in ');
  expect((await build('--force')).code).toBe(5);
  await project.write('main.go', 'package main\n');
  expect((await build()).code).toBe(5);
});
