import { networkInterfaces } from 'node:os';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Progress } from '../progress.ts';
import { rotate } from './daemon.ts';
import { refreshDatabases } from './database.ts';
import { launchEngine } from './engine-process.ts';
import { isRoot, notRoot } from './host.ts';
import { removeLeftovers } from './leftovers.ts';
import { withLock } from './lock.ts';
import { engineName, type InstancePaths, instancePaths, type LabPaths, labPaths } from './paths.ts';
import { ping } from './ping.ts';
import { endProcess, isRunning } from './processes.ts';
import { ENGINE_VERSION } from './recipe.ts';
import {
  type InstanceRecord,
  isEngineRunning,
  marks,
  readRecord,
  registryConfigFile,
  writeRecord,
} from './record.ts';
import { storedDigest } from './registry-content.ts';
import { type RegistryServer, startRegistry } from './registry-server.ts';
import { type EngineInfo, infoOf, isInstalled, runningEngine } from './running.ts';
import { IMAGE_SEEDS } from './seeds.ts';
import { chooseSubnet } from './subnet.ts';
import { untilAnswers } from './until-answers.ts';

export interface StartOptions {
  name?: string;
  progress: Progress;
  signal?: AbortSignal | undefined;
}

const PHASE = 'engine';

/**
 * Starts the native engine and its registry, as daemons, and returns when both answer and the
 * advisory database is fresh. An engine that runs is left alone; of two starts at once, one starts
 * it and both get it.
 */
export async function startEngine(options: StartOptions): Promise<EngineInfo> {
  const lab = labPaths();
  const instance = instancePaths(options.name ?? engineName(), lab);
  const running = await runningEngine(instance);
  if (running) await rotate(instance.log);
  const info = running ?? (await startLocked(lab, instance, options));
  await checkContent(lab, info, options);
  return info;
}

async function startLocked(
  lab: LabPaths,
  instance: InstancePaths,
  options: StartOptions,
): Promise<EngineInfo> {
  if (!isInstalled(lab)) throw new HardenError(notInstalled(lab));
  if (!isRoot()) throw new HardenError(notRoot('engine start'));
  return withLock(
    instance.lock,
    async () => (await runningEngine(instance)) ?? start(lab, instance, options),
    { signal: options.signal },
  );
}

async function start(
  lab: LabPaths,
  instance: InstancePaths,
  { progress, signal }: StartOptions,
): Promise<EngineInfo> {
  progress({ phase: PHASE, message: `starting the native engine "${instance.name}"` });
  const before = await readRecord(instance);
  const registry = await keepOrStartRegistry(lab, instance, before);
  if (before && (await isUsable(instance, before, registry))) {
    const record = { ...before, registryPid: registry.pid };
    await writeRecord(instance, record);
    return infoOf(instance, record);
  }
  const { engine: mark, registry: registryMark } = marks(instance);
  if (before) await endProcess(before.enginePid, mark, 20_000);
  if (before) await removeLeftovers(instance, before.subnet);

  const subnet = chooseSubnet(instance.seed, hostAddresses());
  const daemon = await launchEngine(lab, instance, registry.address, subnet);
  const record: InstanceRecord = {
    enginePid: daemon.pid,
    registryPid: registry.pid,
    registry: registry.address,
    subnet,
    version: ENGINE_VERSION,
    startedAt: new Date().toISOString(),
  };
  await writeRecord(instance, record);
  try {
    await untilAnswers(instance, daemon, { progress, signal });
  } catch (cause) {
    await endProcess(daemon.pid, mark, 5_000);
    await endProcess(registry.pid, registryMark, 5_000);
    await removeLeftovers(instance, subnet);
    throw cause;
  }
  progress({ phase: PHASE, message: `the native engine answers at ${instance.address}` });
  return infoOf(instance, record);
}

/** Whether the engine that was started before runs and has this registry as its mirror. */
async function isUsable(
  instance: InstancePaths,
  before: InstanceRecord,
  registry: RegistryServer,
): Promise<boolean> {
  if (!isEngineRunning(instance, before) || before.version !== ENGINE_VERSION) return false;
  if (before.registry !== registry.address) return false;
  return (await ping(instance.address)) === 'answers';
}

async function keepOrStartRegistry(
  lab: LabPaths,
  instance: InstancePaths,
  before: InstanceRecord | undefined,
): Promise<RegistryServer> {
  const mark = marks(instance).registry;
  if (before && isRunning(before.registryPid, mark)) {
    if ((await ping(`tcp://${before.registry}`)) === 'answers') {
      return { pid: before.registryPid, address: before.registry };
    }
    await endProcess(before.registryPid, mark, 5_000);
  }
  return startRegistry(lab.registry, registryConfigFile(instance), before?.registry);
}

/** Says what the registry lacks, and makes the database anew when it is old. */
async function checkContent(
  lab: LabPaths,
  info: EngineInfo,
  { progress, signal }: StartOptions,
): Promise<void> {
  const lacking: string[] = [];
  for (const { upstream, repository, tag } of IMAGE_SEEDS) {
    if (!(await storedDigest(lab.registry, repository, tag))) lacking.push(upstream);
  }
  if (lacking.length > 0) {
    const message = `the lab's registry lacks ${lacking.join(', ')}: run harden engine install`;
    progress({ phase: PHASE, message });
  }
  const registry = info.registry.replace('http://', '');
  await refreshDatabases(lab, { registry, progress, signal });
}

function hostAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .flatMap(({ cidr }) => cidr ?? []);
}

function notInstalled(lab: LabPaths) {
  return error('engine/not-found', `the native engine is not installed in ${lab.root}`, {
    hint: 'run harden engine install',
  });
}
