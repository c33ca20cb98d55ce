import type { Client } from '@dagger.io/dagger';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { type ApkVersion, chosenApk, exactWords } from '../packages/apk-choice.ts';
import { problemsOf } from './apk-failure.ts';
import { type ApkInput, apkStage } from './apk-stage.ts';
import { OCI_MEDIA_TYPES, UNCOMPRESSED } from './enums.ts';

export type { ApkInput } from './apk-stage.ts';

export interface ExactApkInput extends ApkInput {
  /** All packages to install, each in this version; the base's own stay as they are. */
  exactly: readonly ApkVersion[];
  /** Path of the OCI archive to write. */
  archive: string;
}

/** What apk would install of what the repositories have now; nothing is installed. */
export async function chooseApk(client: Client, input: ApkInput): Promise<ApkVersion[]> {
  const { updated, apk, request } = apkStage(client, input);
  const simulated = updated.withExec(apk(['add', '--simulate', '--', ...input.names]));
  const listed = updated.withExec(apk(['search', '--quiet']));
  const problems = await problemsOf(simulated, listed, request);
  if (problems.length > 0) throw new HardenError(...problems);
  return chosenApk(await simulated.stdout());
}

/** Installs these versions, and writes what that changed of the base as an archive of one layer. */
export async function installApk(client: Client, input: ExactApkInput): Promise<void> {
  const { base, updated, apk, rootOf, request } = apkStage(client, input);
  const words = exactWords(input.names, input.exactly);
  const installed = updated.withExec(apk(['add', '--', ...words]));
  const listed = updated.withExec(apk(['search', '--quiet']));
  const problems = await problemsOf(installed, listed, request);
  if (problems.length > 0) throw new HardenError(...problems);
  await client
    .container()
    .withDirectory('/', base.rootfs().diff(rootOf(installed)))
    .asTarball({ mediaTypes: OCI_MEDIA_TYPES, forcedCompression: UNCOMPRESSED })
    .export(input.archive);
}
