import type { Client, Container } from '@dagger.io/dagger';
import type { ApkVersion } from '../packages/apk-choice.ts';
import type { Artifact, BuildPlan, Platform } from '../plan/types.ts';
import { type ApkInput, chooseApk, type ExactApkInput, installApk } from './apk.ts';
import { exportArtifacts } from './artifacts.ts';
import { asked } from './asked.ts';
import { type SessionAddress, withClient } from './client.ts';
import { exportDependencies } from './dependencies.ts';
import { exportLibraries, type LibrariesInput } from './libraries.ts';
import { canRun, platformOf } from './platform.ts';
import { scanLayout } from './scan.ts';
import type { ScanInput } from './scanned.ts';
import { runSmoke, type SmokeInput, type SmokeRun } from './smoke.ts';
import { runStages, type StageInput } from './stages.ts';
import { type ResolvedToolchain, toolchainContainer } from './toolchain.ts';

export type { SessionAddress } from './client.ts';
export type { BuildNetwork } from './network.ts';
export type { ScanTarget } from './scanned.ts';
export type { SecretValues } from './secrets.ts';
export type { ImageParts } from './smoke.ts';
export type { SshAccess } from './ssh.ts';
export type { StageInput } from './stages.ts';
export type { ResolvedToolchain } from './toolchain.ts';

/** What runs foreign code: the build, the scanners and the finished image. Errors are diagnostics. */
export interface Pipeline {
  /** Whether the engine runs programs of a platform, by itself or by an emulator. */
  canRun(platform: Platform): Promise<boolean>;
  /** Writes the artifacts to an OCI archive and says which kind each of its layers is. */
  build(input: BuildInput): Promise<Artifact['layer'][]>;
  /** Writes what the steps for dependencies leave to an OCI archive of one layer. */
  dependencies(input: BuildInput): Promise<void>;
  /** Copies libraries out of the built toolchain; gives the path of each that was found. */
  libraries(input: BuildInput & LibrariesInput): Promise<Record<string, string>>;
  /** Gives what the scanner wrote into its log. */
  scan(input: ScanInput): Promise<string>;
  /** Runs a finished image's tests in a sandbox and gives what was seen of each. */
  smoke(input: SmokeInput): Promise<SmokeRun>;
  /** The packages that apk would install, in the versions that there are now. */
  chooseApk(input: ApkInput): Promise<ApkVersion[]>;
  /** Writes what apk changed of a base to an OCI archive. */
  installApk(input: ExactApkInput): Promise<void>;
}

export interface BuildInput extends StageInput {
  plan: BuildPlan;
  toolchain: ResolvedToolchain;
  /** Path of the OCI archive to write. */
  archive: string;
}

/** Opens one connection for the whole run, and closes it when `use` is done. */
export function withPipeline<T>(
  session: SessionAddress,
  use: (pipeline: Pipeline) => Promise<T>,
): Promise<T> {
  return withClient(session, (client) => use(pipelineOn(client)));
}

/** What the engine of a session runs on. */
export function enginePlatform(session: SessionAddress): Promise<Platform> {
  return withClient(session, (client) => asked(() => platformOf(client)));
}

/** The toolchain after all stages; asking for it twice in a session runs nothing twice. */
function builtIn(client: Client, input: BuildInput): Promise<Container> {
  const toolchain = toolchainContainer(client, input.toolchain);
  return runStages(client, toolchain, input.plan.stages, input);
}

function pipelineOn(client: Client): Pipeline {
  return {
    canRun: (platform) => asked(() => canRun(client, platform)),
    build: (input) =>
      asked(
        async () =>
          exportArtifacts(client, await builtIn(client, input), input.plan, input.archive),
        input.plan,
      ),
    dependencies: (input) => asked(() => exportDependencies(client, input), input.plan),
    libraries: (input) =>
      asked(async () => exportLibraries(client, await builtIn(client, input), input), input.plan),
    chooseApk: (input) => asked(() => chooseApk(client, input)),
    installApk: (input) => asked(() => installApk(client, input)),
    smoke: (input) => asked(() => runSmoke(client, input)),
    scan: (input) => asked(() => scanLayout(client, input)),
  };
}
