import { error, HardenError } from './diagnostics/diagnostic.ts';
import { explainRebuild } from './explain/rebuild.ts';
import type { BuildInputs, Explanation } from './explain/types.ts';
import type { Pins } from './lock/pins.ts';
import { readOutput, type Workspace } from './output.ts';
import { hexOf } from './plan/digest.ts';
import type { BuildPlan } from './plan/types.ts';

const LAST = 'inputs.json';
const BEFORE = 'inputs-before.json';

/** Keeps what went into a build, and of the build before it, beside the report. */
export async function keepInputs(workspace: Workspace, inputs: BuildInputs): Promise<void> {
  const last = await readOutput(workspace.output, LAST);
  if (last !== undefined) await workspace.write(BEFORE, last);
  await workspace.write(LAST, `${JSON.stringify(inputs)}\n`);
}

/**
 * A plan without the places of its lines in the spec, which change nothing. Of the network it keeps
 * whether it is the same: the address of a company's proxy is in no file that a build leaves.
 */
export function planRecord({ network, ...plan }: BuildPlan): Record<string, unknown> {
  const read = JSON.stringify(plan, (key, value) => (key === 'origin' ? undefined : value));
  return { ...JSON.parse(read), network: hexOf(network) };
}

export function usedRecord({
  images,
  databases,
  debian,
  apk,
}: Pins['used']): Record<string, string> {
  return Object.fromEntries([
    ...images.map(({ use, ref, digest }) => [`${use} ${ref}`, digest]),
    ...databases.map(({ ref, digest }) => [`database ${ref}`, digest]),
    ...debian.flatMap(({ use, packages }) => packages.map(versionOf(use))),
    ...apk.flatMap(({ packages }) => packages.map(versionOf('base'))),
  ]);
}

function versionOf(use: string) {
  return ({ name, version }: { name: string; version: string }) => [
    `package ${name} of the ${use}`,
    version,
  ];
}

/** @throws HardenError explain/not-found where there are not two builds. */
export async function explainBuilds(output: string): Promise<Explanation> {
  const [before, last] = await Promise.all([BEFORE, LAST].map((name) => read(output, name)));
  if (before && last) return explainRebuild(before, last);
  throw new HardenError(
    error('explain/not-found', 'there are not two builds to compare', {
      hint: 'build twice: what went into the last two builds is kept in .harden',
    }),
  );
}

async function read(output: string, name: string): Promise<BuildInputs | undefined> {
  try {
    return JSON.parse((await readOutput(output, name)) ?? '') as BuildInputs;
  } catch {
    return undefined;
  }
}
