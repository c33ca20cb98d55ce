import type { BuildNetwork, ResolvedToolchain, StageInput } from '../dagger/index.ts';
import { shipsJars } from '../plan/jars.ts';
import { probePlan } from '../plan/probe.ts';
import type { BuildPlan } from '../plan/types.ts';
import type { RunningService } from '../smoke/services.ts';
import { type ResolvedBase, resolveBase } from './base.ts';
import type { InputContext } from './context.ts';
import { buildNetwork } from './network.ts';
import { offlineDependencies } from './offline-dependencies.ts';
import { type ResolvedScanner, resolveScanners } from './scanner.ts';
import { resolveServices } from './services.ts';
import { resolveToolchain } from './toolchain.ts';
import { toolchainPlatform } from './toolchain-platform.ts';

/** All that a plan names, found: from here on everything is addressed by digest. */
export interface ResolvedInputs {
  toolchain: ResolvedToolchain;
  /** What builds harden's own health check, where it is asked for. */
  probe?: ResolvedToolchain;
  base: ResolvedBase;
  scanners: ResolvedScanner[];
  services: RunningService[];
  network: BuildNetwork;
  /** Of a build that asks nobody. */
  offline?: NonNullable<StageInput['offline']>;
}

export async function resolveInputs(
  plan: BuildPlan,
  folder: string,
  context: InputContext & { env: NodeJS.ProcessEnv },
): Promise<ResolvedInputs> {
  const [toolchain, base, scanners, probe, services] = await Promise.all([
    resolveBuilder(plan, context),
    resolveBase(plan.base, context),
    resolveScanners(plan.scan, context, { jars: shipsJars(plan) }),
    resolveProbe(plan, context),
    resolveServices(plan.services, context),
  ]);
  const { offline } = context;
  if (offline) {
    const dependencies = await offlineDependencies(plan, folder, toolchain, offline);
    return {
      ...{ toolchain, base, scanners, services, ...(probe && { probe }) },
      network: { variables: {} },
      offline: {
        platform: plan.platform,
        apart: offline.bundled,
        ...(dependencies && { dependencies }),
      },
    };
  }
  const network = buildNetwork(plan.network, folder, context.env);
  return { toolchain, base, scanners, network, services, ...(probe && { probe }) };
}

/** The toolchain of a plan, for the platform that it runs on. */
export async function resolveBuilder(
  plan: BuildPlan,
  context: InputContext,
): Promise<ResolvedToolchain> {
  const platform = await toolchainPlatform(plan, context);
  return resolveToolchain(plan.toolchain, { ...context, platform });
}

/** What builds harden's own health check, where the plan asks for it. */
export async function resolveProbe(
  plan: BuildPlan,
  context: InputContext,
): Promise<ResolvedToolchain | undefined> {
  const check = plan.settings?.healthcheck;
  if (!check?.probe) return undefined;
  const { builder: platform } = context;
  return resolveToolchain(probePlan(plan, check, platform).toolchain, { ...context, platform });
}
