import { join } from 'node:path';
import { auditDockerfile } from '../../../src/audit-dockerfile.ts';
import { explainBuilds, keepInputs } from '../../../src/build-inputs.ts';
import { writeReports } from '../../../src/commands/write-reports.ts';
import { type Compiled, compile } from '../../../src/compile.ts';
import { present, stubNames } from '../../../src/eject/source-names.ts';
import { init } from '../../../src/init.ts';
import { dependencyKey } from '../../../src/inputs/dependency-key.ts';
import { lockedPackages } from '../../../src/inspect/expected.ts';
import { readLock, writeLock } from '../../../src/lock/file.ts';
import type { LockContent } from '../../../src/lock/schema.ts';
import { findTargets } from '../../../src/many/targets.ts';
import { openWorkspace, outputFolder, outputOf } from '../../../src/output.ts';
import { projectFiles } from '../../../src/project-files.ts';
import { readProject } from '../../../src/project-lines.ts';
import { readManifests } from '../../../src/project-manifests.ts';
import { filesDigest, recordProject } from '../../../src/project-record.ts';
import type { RunReport } from '../../../src/report/types.ts';
import { lockFilesOf } from '../../../src/scan/lock-files.ts';
import { projectConfigs } from '../../../src/scan/project-config.ts';
import { sourceCommit } from '../../../src/source-commit.ts';
import { storedReport } from '../../../src/stored-report.ts';
import { withContents } from '../../../src/unchanged/contents.ts';
import { outputsOf, readLast } from '../../../src/unchanged/outputs.ts';
import { sourcesOf } from '../../../src/unchanged/sources.ts';
import { readStamp } from '../../../src/unchanged/stamp.ts';
import { SCHEMA_FILE, writeSpecs } from '../../../src/write-spec.ts';

export interface Project {
  folder: string;
  /** The plan that the folder had when it was good. */
  plan: Compiled['plan'];
  report: RunReport;
}

/** What harden does with a project by itself, without an engine: what comes of it is looked at. */
export const USES: Record<string, (project: Project) => Promise<unknown>> = {
  compile: ({ folder }) => compile(folder),
  targets: ({ folder }) => findTargets([folder]),
  lock: ({ folder }) => readLock(folder),
  async sources(project) {
    const entries = await sourcesOf(project);
    return withContents(project.folder, entries);
  },
  async record({ folder }) {
    const files = await recordProject(folder);
    return [files, filesDigest(files)];
  },
  async lines({ folder }) {
    return [await readManifests(folder), await readProject(folder, folder)];
  },
  dependencies: ({ folder, plan }) => dependencyKey(plan, folder, { digest: 'sha256:0' }),
  locked: ({ folder, plan }) =>
    lockedPackages({ expectations: [...plan.expect, ...LOCKS], folder, architecture: 'amd64' }),
  async scanned({ folder }) {
    const files = projectFiles(folder);
    return [lockFilesOf(files, []), projectConfigs(files)];
  },
  init: ({ folder }) => init({ folder, schema: SCHEMA_FILE }),
  dockerfile: ({ folder }) => auditDockerfile('Dockerfile', folder),
  commit: ({ folder }) => sourceCommit(folder, process.env),
  async ejected({ folder, plan }) {
    const names = await Promise.all(plan.stages.map((stage) => stubNames(stage, folder)));
    return [names, present(['package-lock.json', 'hardening.lock'], folder)];
  },
  // What an earlier build is said to have left.
  stamp: ({ folder }) => readStamp(outputOf(folder)),
  last: ({ folder }) => readLast(outputOf(folder)),
  outputs: ({ folder }) => outputsOf(outputOf(folder), {}),
  stored: ({ folder }) => storedReport(folder, folder),
  explained: ({ folder }) => explainBuilds(outputOf(folder)),
  // What is written.
  async workspace({ folder }) {
    const workspace = await openWorkspace(folder);
    try {
      await keepInputs(workspace, { finished: '', plan: {}, used: {}, files: {} });
      await workspace.write('report.json', '{}');
      await workspace.withdraw('image');
    } finally {
      await workspace.dispose();
    }
  },
  image: ({ folder }) => outputFolder(folder, 'api'),
  writtenLock: ({ folder }) => writeLock(folder, EMPTY),
  spec: ({ folder }) =>
    writeSpecs([{ file: join(folder, 'hardening.yaml'), text: 'version: 1\n' }], true),
  reports: ({ folder, report }) =>
    writeReports(
      report,
      ['out.html', 'out/secret.txt'].map((path) => ({ format: 'html' as const, path })),
      { folder, cwd: folder },
    ),
};

/** Of every kind that a project can have one of. */
const LOCKS = [
  ['npm-lock', 'package-lock.json'],
  ['python-requirements', 'requirements.txt'],
  ['yarn-lock', 'package-lock.json'],
].map(([kind, path]) => ({ kind, path })) as unknown as Compiled['plan']['expect'];

const EMPTY: LockContent = {
  platform: 'linux/amd64',
  preset: { name: 'node', digest: `sha256:${'0'.repeat(64)}` },
  ...{ images: [], databases: [], debian: [], apk: [] },
};
