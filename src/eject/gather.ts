import { stat } from 'node:fs/promises';
import { basename } from 'node:path/posix';
import { blobDir } from '../cache.ts';
import type { Compiled } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { buildNetwork } from '../inputs/network.ts';
import { readInventory } from '../inspect/inventory.ts';
import type { ImageFile } from '../inspect/types.ts';
import type { Artifact, BuildPlan } from '../plan/types.ts';
import { baseParts, packagesOf, withDigest } from './base-parts.ts';
import type { LastBuild } from './last-build.ts';
import { cachedBlob, type PartSource } from './parts.ts';
import { present, stubNames } from './source-names.ts';
import type { Ejection, Form } from './types.ts';

export interface Gathered {
  ejection: Ejection;
  /** The parts and the layers on disk that they are made of. */
  parts: PartSource[];
}

/** Everything that the ejected files are made of, out of the last build. */
export async function gather(
  { plan, folder: project }: Compiled,
  build: LastBuild,
  folder: string,
  { form, env, signal }: { form: Form; env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<Gathered> {
  const { base, below, above } = await baseParts(plan, build, ENDING[form], signal);
  const { files } = await readInventory(build.layout, { blobDir: blobDir(), signal });
  const byPath = new Map(files.map((file) => [file.path, file]));
  const toolchain = await toolchainOf(plan, build, form);
  const dependencies = plan.stages.find(({ name }) => name === 'dependencies');
  const { config = {} } = build.layout.config;
  const workdir = plan.config.WorkingDir;
  const network = buildNetwork(plan.network, project, env);
  const ejection: Ejection = {
    plan,
    folder,
    toolchain: 'image' in toolchain ? toolchain : { part: toolchain.part },
    base,
    modes: plan.artifacts.map((artifact) => modeOf(artifact, byPath)),
    above: above.map(({ part }) => part),
    config: { Env: config.Env ?? [], Labels: config.Labels ?? {} },
    present: present(dependencies?.files.include ?? [], project),
    stubs: await Promise.all(plan.stages.map((stage) => stubNames(stage, project))),
    network: { variables: Object.keys(network.variables).sort(), ca: network.ca !== undefined },
    madeFolders:
      workdir && !byPath.has(workdir.replace(/^\/+|\/+$/g, '')) && workdir !== '/' ? [workdir] : [],
  };
  return { ejection, parts: [...('image' in toolchain ? [] : [toolchain]), ...below, ...above] };
}

/** Dagger takes images in and no plain tars. */
const ENDING: Record<Form, string> = {
  dockerfile: '.tar.gz',
  bake: '.tar.gz',
  dagger: '.oci.tar',
};

async function toolchainOf(
  { toolchain }: BuildPlan,
  { report, used }: LastBuild,
  form: Form,
): Promise<{ image: string } | PartSource> {
  const { digest = '' } = report.toolchain ?? {};
  if (toolchain.kind === 'image') return { image: withDigest(toolchain.ref, digest) };
  const blob = cachedBlob(digest);
  if (await stat(blob).catch(() => undefined)) {
    const what = `Packages of Debian ${toolchain.release}:`;
    const holds = packagesOf('toolchain', used);
    const part = { file: `toolchain${ENDING[form]}`, what, holds };
    return { part, layer: { digest, file: blob } };
  }
  throw new HardenError(
    error('eject/other-plan', 'the cache has no longer the toolchain of the last build', {
      span: toolchain.origin,
      hint: 'run harden build again, and eject what came of it',
    }),
  );
}

/** A file has the mode that it has in the image; in a folder programs stay programs, and all may read. */
function modeOf({ from, to }: Artifact, files: ReadonlyMap<string, ImageFile>): string {
  const path = to.replace(/^\/+|\/+$/g, '');
  const inside = to.endsWith('/') ? files.get(`${path}/${basename(from)}`) : undefined;
  const file = inside?.type === 'file' ? inside : files.get(path);
  if (file?.type !== 'file' && file?.type !== 'hardlink') return 'u=rwX,go=rX';
  return file.mode & 0o111 ? '0755' : '0644';
}
