import { mkdir, mkdtemp, realpath, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { compile } from '../../src/compile.ts';
import type { OpenEngine } from '../../src/engine/open.ts';
import { createOnce } from '../../src/inputs/once.ts';
import { createPins, type Pins } from '../../src/lock/pins.ts';
import { assembleImage } from '../../src/oci/assemble.ts';
import { openWorkspace, outputOf } from '../../src/output.ts';
import { renderJson } from '../../src/report/json.ts';
import type { RunReport } from '../../src/report/types.ts';
import { type Answered, answerUnchanged } from '../../src/unchanged/answer.ts';
import type { Asking } from '../../src/unchanged/never.ts';
import { compiledBefore } from '../../src/unchanged/planned.ts';
import { watchBuild } from '../../src/unchanged/watch.ts';
import { inputIn } from '../oci/image.ts';
import { runNamed } from '../report/runs.ts';

const SPEC =
  'version: 1\nlanguage: go\nentrypoint: [/app/server]\nbase: {distroless: static}\nsmoke: [{run: [/app/server]}]\n';
const FILES = {
  'hardening.yaml': SPEC,
  'go.mod': 'module example.com/x\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() {}\n',
  'data/a.txt': 'a\n',
  '.dockerignore': 'notes\n',
  'notes/todo.txt': 'one\n',
};

/** What a build does between its start and its end, and how it went. */
export interface Making {
  asking?: Partial<Asking>;
  pins?: Pins;
  report?: Partial<RunReport>;
  engine?: Partial<Pick<OpenEngine, 'address' | 'mirrors' | 'left'>>;
  meanwhile?: () => Promise<unknown>;
  /** After the files are in their place, before the stamp. */
  late?: () => Promise<unknown>;
}

export interface TestProject {
  folder: string;
  output: string;
  path(name: string): string;
  write(name: string, text: string): Promise<void>;
  asking(more?: Partial<Asking>): Promise<Asking>;
  /** A build without an engine: it leaves an image, its documents, and what is watched. */
  build(making?: Making): Promise<RunReport>;
  /** `unchanged`, `none` where there is no stamp, or why a build is made. */
  answer(more?: Partial<Asking>): Promise<string>;
}

/** A project in a folder of its own, with a cache and a machine key of its own. */
export async function testProject(files: Record<string, string> = {}): Promise<TestProject> {
  const top = await realpath(await mkdtemp(join(tmpdir(), 'harden-unchanged-')));
  onTestFinished(() => rm(top, { recursive: true, force: true }));
  vi.stubEnv('HARDEN_CACHE_DIR', join(top, 'cache'));
  onTestFinished(() => void vi.unstubAllEnvs());
  const folder = join(top, 'shop');
  const project: TestProject = {
    folder,
    output: outputOf(folder),
    path: (name) => join(folder, name),
    async write(name, text) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    },
    async asking(more) {
      const compiled = await compile(folder);
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
      const signal = new AbortController().signal;
      return { compiled: compiled.value, env: {}, now: () => new Date(), signal, ...more };
    },
    build: (making = {}) => build(project, making),
    async answer(more) {
      const asking = { ...(await project.asking(more)), once: createOnce() };
      const told = inWord(await answerUnchanged(asking));
      const before = await compiledBefore(folder);
      // Whoever did not compile has to say the same.
      if (before) expect(inWord(await answerUnchanged({ ...asking, ...before }))).toBe(told);
      return told;
    },
  };
  for (const [name, text] of Object.entries({ ...FILES, ...files })) {
    await project.write(name, text);
  }
  return project;
}

function inWord(answered: Answered | undefined): string {
  if (!answered) return 'none';
  return answered.refused ? answered.refused.message : 'unchanged';
}

/** Sets the times of a file back, as tools do that put an old one in its place. */
export async function keepingTimes(path: string, change: () => Promise<unknown>): Promise<void> {
  const { atime, mtime } = await stat(path);
  await change();
  await utimes(path, atime, mtime);
}

async function build(project: TestProject, making: Making): Promise<RunReport> {
  const asking = await project.asking(making.asking);
  const { compiled } = asking;
  const watch = await watchBuild(asking);
  const started = asking.now();
  const workspace = await openWorkspace(compiled.folder);
  await making.meanwhile?.();
  const input = await inputIn(workspace.folder, { layoutDir: workspace.path('image') });
  const image = await assembleImage(input);
  const layout = await workspace.publish('image');
  const report: RunReport = {
    ...runNamed('pass'),
    times: { started: started.toISOString(), finished: asking.now().toISOString() },
    image: { ...image, layout },
    scanners: [],
    diagnostics: [],
    reports: {
      json: join(workspace.output, 'report.json'),
      scan: await workspace.write('scan.json', '{}'),
    },
    ...making.report,
  };
  await workspace.write('report.json', renderJson(report));
  await making.late?.();
  const engine = { address: 'tcp://engine:1', mirrors: {}, left: [], ...making.engine };
  const pins = making.pins ?? createPins(undefined, true);
  await watch.keep({ run: { compiled, pins, workspace, started }, report, engine });
  await workspace.dispose();
  return report;
}
