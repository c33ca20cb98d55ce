import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { harden, ROOT } from '../program.ts';
import { type Buildkit, startBuildkit } from './buildkit.ts';
import { copyExample } from './copy.ts';
import { ended } from './go-program.ts';
import { buildReport } from './json.ts';
import { inSession } from './session.ts';

/** Programs that are finished, and have to be put there first; and files of pipelines. */
const FINISHED = /^binary-|^ci$/;
const SOME = ['go-api', 'python-api', 'static-site'];
const all = (await readdir(join(ROOT, 'examples'))).filter((name) => !FINISHED.test(name));
const asked = process.env['HARDEN_TEST_EJECT'];
/** `all`, or names with commas between them. */
const examples = asked === 'all' ? all : (asked?.split(',') ?? SOME);

describe('an ejected Dockerfile', () => {
  let buildkit: Buildkit;
  beforeAll(async () => {
    buildkit = await startBuildkit();
  });
  afterAll(() => buildkit?.close());

  test.each(examples)('%s: a builder makes the same files of it', async (name) => {
    const folder = await copyExample(name);
    // One example is there to fail its policy.
    await buildReport(folder, { code: name.startsWith('vulnerable') ? 1 : 0 });
    await ejected(folder, '--dockerfile');
    const archive = join(folder, '.harden', 'ejected.tar');
    const built = await buildkit.build(folder, archive);
    expect(built.code === 0 ? '' : built.stderr.slice(-3000)).toBe('');
    const checked = await harden(['eject', folder, '--check', archive, '--json']);
    const { differences, files } = JSON.parse(checked.stdout);
    expect(differences).toEqual([]);
    expect(files).toBeGreaterThan(3);
    expect(checked.code).toBe(0);
    if (name !== examples[0]) return;

    const dockerfile = join(folder, 'ejected', 'Dockerfile');
    const text = readFileSync(dockerfile, 'utf8');
    writeFileSync(dockerfile, `${text}COPY --from=app --chmod=0700 /app /app\nUSER 0\n`);
    expect((await buildkit.build(folder, archive)).code).toBe(0);
    const changed = await harden(['eject', folder, '--check', archive]);
    expect(changed.code).toBe(7);
    expect(changed.stderr).toContain('eject/differs');
    expect(changed.stderr).toMatch(/\/app\/\S+: has mode 0700, expected 0(?:644|755)/);
    expect(changed.stderr).toContain('config: user is "0", expected "65532:65532"');
  });
});

test('an ejected program makes the same files on an engine', async () => {
  const folder = await copyExample('static-site');
  await buildReport(folder);
  await ejected(folder, '--dagger');
  const program = join(folder, 'ejected', 'build.mjs');
  const text = readFileSync(join(folder, 'ejected', 'build.ts'), 'utf8');
  // The oldest Node that harden runs on reads no TypeScript.
  writeFileSync(program, stripped(text));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'ejected', 'node_modules'));
  const archive = join(folder, '.harden', 'ejected.tar');
  const run = await inSession((env) => ended(process.execPath, [program, archive], { env }));
  expect(run.code === 0 ? '' : run.stderr.slice(-3000)).toBe('');
  const checked = await harden(['eject', folder, '--check', archive, '--json']);
  expect(JSON.parse(checked.stdout).differences).toEqual([]);
  expect(checked.code).toBe(0);
});

function stripped(text: string): string {
  const { ES2023: target } = ts.ScriptTarget;
  const module = ts.ModuleKind.ESNext;
  return ts.transpileModule(text, { compilerOptions: { target, module } }).outputText;
}

async function ejected(folder: string, form: string): Promise<void> {
  const { code, stderr } = await harden(['eject', folder, form]);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
}
