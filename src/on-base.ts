import type { BuildInput, Pipeline } from './dagger/index.ts';
import { type Diagnostic, HardenError } from './diagnostics/diagnostic.ts';
import { assembleOn, type BuiltLayer } from './image.ts';
import type { ResolvedBase } from './inputs/base.ts';
import { changedBase } from './inputs/changed-base.ts';
import type { InputContext } from './inputs/context.ts';
import { libraryPackages } from './inputs/library-packages.ts';
import { abiDiagnostics } from './inspect/abi-diagnostics.ts';
import { isEvidence } from './inspect/evidence.ts';
import { readInventory } from './inspect/inventory.ts';
import { type CompletedBase, completeBase, type TakeLibraries } from './libraries.ts';
import { layerSource } from './oci/layer-source.ts';
import type { Base, Platform } from './plan/types.ts';
import type { Image } from './report/types.ts';
import { settingsLayer } from './settings/settings.ts';

export interface OnBaseRequest extends InputContext {
  base: ResolvedBase;
  artifacts: BuiltLayer[];
  /** Without a toolchain where the artifacts are those of an earlier build. */
  built: Pick<BuildInput, 'plan' | 'folder' | 'network' | 'cacheBuster'> &
    Partial<Pick<BuildInput, 'toolchain'>>;
  /** Where libraries come from that the base lacks. */
  libraries: TakeLibraries;
  pipeline: Pipeline;
  /** A path in the run's own folder, for files of this base. */
  path: (name: string) => string;
  layoutDir: string;
}

export interface OnBase {
  image: Image;
  base: ResolvedBase;
  /** Of the image's layers, which the layout has by these digests. */
  inventory: CompletedBase['inventory'];
  copied: CompletedBase['copied'];
  warnings: Diagnostic[];
}

/**
 * The artifacts on one base: the base is changed as the plan says, the binaries are held against it,
 * libraries are copied as far as allowed, and the image is written as a layout.
 * @throws HardenError with abi codes when the program could not start there.
 */
export async function imageOn(request: OnBaseRequest): Promise<OnBase> {
  const { artifacts, built, libraries, path, layoutDir, signal } = request;
  const { plan } = built;
  const base = await changedBase(request.base, {
    ...request,
    plan,
    folder: built.folder,
    network: built.network,
    archive: path('apk.tar'),
  });
  const completed = await completeBase({
    base: base.image,
    artifacts,
    plan,
    libraries,
    signal,
  });
  const found = await judged(completed, plan.base, request);
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new HardenError(...errors);
  const settings = await settingsLayer({
    plan,
    layers: [...completed.image.layers, ...artifacts],
    signal,
  });
  const layers = settings
    ? [...artifacts, { kind: 'runtime' as const, blob: settings }]
    : artifacts;
  const image = await assembleOn(plan, completed.image, layers, layoutDir, signal);
  return {
    image,
    base: { ...base, image: completed.image },
    inventory: settings
      ? await readInventory(layerSource([...completed.image.layers, ...layers]), {
          texts: isEvidence,
          signal,
        })
      : completed.inventory,
    copied: completed.copied,
    warnings: found,
  };
}

async function judged(
  { abi }: CompletedBase,
  base: Base,
  request: OnBaseRequest,
): Promise<Diagnostic[]> {
  const missing = abi.problems.flatMap((one) =>
    one.kind === 'missing-library' ? [one.library] : [],
  );
  const packages = await libraryPackages([...new Set(missing)], base, request);
  return abiDiagnostics(abi, {
    base: nameOf(base),
    origin: base.origin,
    packageOf: (library) => packages.get(library),
    builtOn: platformOf(request.built),
    packagesKey:
      base.kind === 'debian' || (base.kind === 'image' && base.family) ? 'packages' : undefined,
  });
}

/** What the artifacts were built on, where that is not what they are for. */
function platformOf({ plan, toolchain }: OnBaseRequest['built']): Platform | undefined {
  return toolchain?.platform === plan.platform ? undefined : toolchain?.platform;
}

function nameOf(base: Base): string {
  if (base.kind === 'scratch') return 'scratch';
  if (base.kind === 'debian') return `the base of Debian ${base.release}`;
  return base.ref;
}
