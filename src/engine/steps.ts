import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT_FORMAT } from '../debian/roots.ts';
import type { Progress } from '../progress.ts';
import { alpineSeeds } from './alpine-seed.ts';
import { buildEngine, engineSources } from './build-engine.ts';
import { buildDatabaseProgram, buildScanner, databaseProgramSources } from './build-scanner.ts';
import { javaIndexSources, pushJavaIndex } from './java-index.ts';
import { LEFT_OUT, leaveOut } from './passing-seed.ts';
import type { LabPaths } from './paths.ts';
import {
  ENGINE_RECIPE,
  ENGINE_VERSION,
  GRYPE_RECIPE,
  type ScannerRecipe,
  TRIVY_RECIPE,
} from './recipe.ts';
import { storedDigest } from './registry-content.ts';
import { JAVA_INDEX_SEED } from './scanner-seeds.ts';
import { seedImage } from './seed-image.ts';
import type { ImageSeed } from './seed-types.ts';
import { IMAGE_SEEDS } from './seeds.ts';
import { inputKey, readStamp } from './stamps.ts';

interface StepContext {
  lab: LabPaths;
  progress: Progress;
  signal: AbortSignal | undefined;
  /** The address of a registry over the lab's storage; it is started when first asked for. */
  registry: () => Promise<string>;
}

/** One thing to make. It is made again when its inputs have another key or its result is gone. */
interface Step {
  name: string;
  message: string;
  key: () => Promise<string>;
  /** Gives what is written down in the step's stamp. */
  make: (context: StepContext) => Promise<unknown>;
  present: (lab: LabPaths, result: unknown) => Promise<boolean>;
}

export interface PendingStep {
  step: Step;
  key: string;
}

const STEPS: readonly Step[] = [
  {
    name: 'engine',
    message: `building the Dagger engine ${ENGINE_VERSION} from its Go module (5 minutes the first time)`,
    key: () => inputKey(ENGINE_RECIPE, Object.values(engineSources())),
    make: ({ lab, signal }) => buildEngine(lab, signal),
    present: programs(...ENGINE_RECIPE.programs),
  },
  scannerStep(TRIVY_RECIPE, '5 to 8 minutes'),
  scannerStep(GRYPE_RECIPE, '2 to 4 minutes'),
  {
    name: 'advisory-db',
    message: 'building the program that makes the advisory databases',
    key: () => inputKey('advisory-db', [databaseProgramSources()]),
    make: ({ lab, signal }) => buildDatabaseProgram(lab, signal),
    present: programs('advisory-db'),
  },
  {
    name: 'java-index',
    message: 'making the index of jars',
    key: () => inputKey(JAVA_INDEX_SEED, [javaIndexSources()]),
    make: async ({ lab, registry, signal }) =>
      pushJavaIndex(lab, { registry: await registry(), signal }),
    present: stored(JAVA_INDEX_SEED),
  },
  ...IMAGE_SEEDS.map(imageStep),
];

/** The steps that have to run, in order. Reads stamps and a few small files only. */
export async function pendingSteps(lab: LabPaths): Promise<PendingStep[]> {
  const alpine = await alpineSeeds(lab.work);
  const all = await Promise.all(
    [...STEPS, ...alpine.map(imageStep)].map(async (step) => {
      const key = await step.key();
      const result = await readStamp(lab.stamps, step.name, key);
      const done = result !== undefined && (await step.present(lab, result));
      return { step, key, done };
    }),
  );
  return all.filter(({ done }) => !done);
}

function scannerStep(recipe: ScannerRecipe, first: string): Step {
  const { name, title, version, module, package: program, env, flags } = recipe;
  return {
    name,
    message: `building ${title} ${version} from its Go module (${first} the first time)`,
    key: () => inputKey({ module, package: program, env, flags }),
    make: ({ lab, signal }) => buildScanner(recipe, lab, signal),
    present: programs(name),
  };
}

function imageStep(seed: ImageSeed): Step {
  const packed = seed.source.kind === 'scanner';
  return {
    name: seed.name,
    message: `${packed ? 'packing' : 'assembling'} ${seed.upstream} for the lab's registry`,
    key: () => inputKey(packed ? seed : [seed, ROOT_FORMAT]),
    make: async (context) =>
      seedImage(context.lab, seed, { ...context, registry: await context.registry() }).catch(
        (thrown) => leaveOut(seed, thrown),
      ),
    present: async (lab, result) => result === LEFT_OUT || stored(seed)(lab, result),
  };
}

function stored({ repository, tag }: Pick<ImageSeed, 'repository' | 'tag'>): Step['present'] {
  return async (lab, result) => (await storedDigest(lab.registry, repository, tag)) === result;
}

function programs(...names: string[]): Step['present'] {
  return async (lab) => names.every((name) => existsSync(join(lab.bin, name)));
}
