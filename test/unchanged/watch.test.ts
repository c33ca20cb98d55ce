import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { warning } from '../../src/diagnostics/diagnostic.ts';
import { createPins } from '../../src/lock/pins.ts';
import type { Asking } from '../../src/unchanged/never.ts';
import { keepingTimes, type Making, type TestProject, testProject } from './project.ts';

type Made = (project: TestProject) => Making | Promise<Making>;

const verdict = { pass: false, violations: [], ignored: [], warnings: [] };
const signer = { bundle: async () => '' } as unknown as NonNullable<Asking['signer']>;

const UNSTAMPED: Record<string, Made> = {
  'the policy was broken': () => ({ report: { verdict } }),
  'its tests were not made': () => ({ report: { smokeNotRun: 'on linux/arm64' } }),
  'it came with a warning that may not come again': () => ({
    report: { diagnostics: [warning('scan/failed', 'the lock files could not be scanned')] },
  }),
  'an engine was lost on the way': () => ({
    engine: { left: [warning('engine/lost', 'the engine was lost')] },
  }),
  'Debian packages were looked up': () => {
    const pins = createPins();
    pins.looked.push('the packages of Debian trixie for the base');
    return { pins };
  },
  'it was signed': () => ({ asking: { signer } }),
  'it was offline': () => ({ asking: { offline: {} } }),
  'a file changed meanwhile': ({ write }) => ({ meanwhile: () => write('main.go', 'package x\n') }),
  'a file changed and changed back meanwhile': ({ path, write }) => ({
    meanwhile: () =>
      keepingTimes(path('data/a.txt'), async () => {
        await write('data/a.txt', 'b\n');
        await write('data/a.txt', 'a\n');
      }),
  }),
  'a file came and went meanwhile, and its folder is left': ({ path, write }) => ({
    meanwhile: async () => {
      await write('more/a.go', 'package more\n');
      await rm(path('more/a.go'));
    },
  }),
  'the lock was written meanwhile': ({ write }) => ({
    meanwhile: () => write('hardening.lock', ''),
  }),
  'an authority changed meanwhile': async ({ path, write }) => {
    await write('../ca.pem', 'one');
    const env = { SSL_CERT_FILE: path('../ca.pem') };
    return { asking: { env }, meanwhile: () => write('../ca.pem', 'two') };
  },
  'it was committed meanwhile': ({ folder }) => ({
    meanwhile: async () => {
      git(folder, 'init', '-q');
      git(folder, 'add', '.');
      git(folder, 'commit', '-qm', 'one');
    },
  }),
  'another build put its image there meanwhile': ({ output }) => ({
    late: () => another(output, 'image'),
  }),
  'another build put a document there meanwhile': ({ output }) => ({
    late: () => another(output, 'scan.json'),
  }),
  'a link leads out of the folder': async ({ path }) => {
    await symlink('../elsewhere', path('out'));
    return {};
  },
  'a link leads out by another one': async ({ path }) => {
    await symlink(tmpdir(), path('notes/out'), 'junction');
    await symlink('notes/out', path('inside'));
    return {};
  },
};

test.each(Object.entries(UNSTAMPED))('there is no stamp where %s', async (_what, making) => {
  const project = await testProject();
  // What an earlier build left must not answer for this one.
  await project.build();
  expect(await project.answer()).toBe('unchanged');
  await project.build(await making(project));
  expect(await project.answer()).toBe('none');
  expect(await readdir(project.output)).not.toContain('stamp.json');
});

test('a build as it was before is stamped again, whatever failed between', async () => {
  const project = await testProject();
  await project.build({ report: { verdict } });
  expect(await project.answer()).toBe('none');
  await project.build();
  expect(await project.answer()).toBe('unchanged');
});

test('a project of many files is not watched', async () => {
  const project = await testProject();
  await mkdir(project.path('many'));
  const names = Array.from({ length: 5_001 }, (_, at) => join(project.path('many'), `${at}`));
  await Promise.all(names.map((name) => writeFile(name, '')));
  await project.build();
  expect(await project.answer()).toBe('none');
  await project.write('.dockerignore', 'notes\nmany\n');
  await project.build();
  expect(await project.answer()).toBe('unchanged');
});

test('two builds at once leave the stamp of the one that came last', async () => {
  const project = await testProject();
  await project.build({
    meanwhile: async () => {
      await project.build();
      expect(await project.answer()).toBe('unchanged');
    },
  });
  expect(await project.answer()).toBe('unchanged');
  const [report, stamp] = await Promise.all(
    ['report.json', 'stamp.json'].map(async (name) =>
      JSON.parse(await readFile(join(project.output, name), 'utf8')),
    ),
  );
  expect(stamp.judged).toBe(report.times.finished);
  await project.build({ late: async () => void (await project.build()) });
  // The first of the two found the files of the second, and took its stamp away.
  expect(await project.answer()).toBe('none');
});

test('a commit that a provenance would name counts, and a change that none has does not', async () => {
  const project = await testProject();
  git(project.folder, 'init', '-q');
  await project.build();
  expect(await project.answer()).toBe('unchanged');
  git(project.folder, 'add', '.');
  git(project.folder, 'commit', '-qm', 'one');
  expect(await project.answer()).toBe('commit');
  await project.build();
  expect(await project.answer()).toBe('unchanged');
  await project.write('notes/todo.txt', 'two\n');
  expect(await project.answer()).toBe('unchanged');
  git(project.folder, 'commit', '-qam', 'two');
  expect(await project.answer()).toBe('commit');
});

/** The same bytes, and another file. */
async function another(output: string, name: string): Promise<void> {
  const place = join(output, name);
  if (name === 'image') {
    await mkdir(`${place}.new`);
    for (const part of await readdir(place))
      await rename(join(place, part), join(`${place}.new`, part));
    await rm(place, { recursive: true });
    return rename(`${place}.new`, place);
  }
  await writeFile(`${place}.new`, await readFile(place));
  await rename(`${place}.new`, place);
}

function git(folder: string, ...args: string[]): void {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
  execFileSync('git', ['-C', folder, ...who, ...args]);
}
