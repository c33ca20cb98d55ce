import { error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import type { Toolchain } from '../plan/types.ts';
import { IMAGE_REF } from '../spec/grammar.ts';
import { valueSpan } from '../spec/source-map.ts';
import type { Setting } from './types.ts';

export interface ChosenToolchain {
  toolchain: Toolchain;
  requires: Record<string, string>;
}

/** Where compilers come from: the spec's toolchain, else the image of the preset. */
export function resolveToolchain(setting: Setting): Result<ChosenToolchain> {
  const { spec, source } = setting.loaded;
  const written = spec.toolchain;
  const origin = valueSpan(source, ['toolchain']);
  if (written?.image) {
    return ok({ toolchain: { kind: 'image', ref: written.image, origin }, requires: {} });
  }
  if (!written?.debian) return presetImage(setting);
  const release = written.debian;
  const known = setting.data.toolchain.debian?.[release];
  // Packages that the spec names are all there is: the preset's may be of another version.
  const packages = written.packages ?? [
    ...(known?.packages ?? []),
    ...(setting.variant?.toolchain ?? []),
  ];
  if (packages.length === 0) {
    const message = `the preset ${setting.preset.name} names no toolchain packages of Debian ${release}`;
    const hint = `name them: toolchain: {debian: ${release}, packages: [gcc, libc6-dev]}`;
    return fail(error('spec/conflict', message, { span: origin, hint }));
  }
  return ok({
    toolchain: { kind: 'debian', release, packages: [...new Set(packages)].sort(), origin },
    requires: written.packages ? {} : (known?.requires ?? {}),
  });
}

function presetImage({ data, preset, variant }: Setting): Result<ChosenToolchain> {
  const span = valueSpan(preset.source, ['toolchain', 'image']);
  const ref = variant?.image ?? data.toolchain.image;
  if (IMAGE_REF.test(ref)) {
    return ok({ toolchain: { kind: 'image', ref, origin: span }, requires: {} });
  }
  const message = `the toolchain is ${JSON.stringify(ref)}, expected an image reference`;
  const hint = 'give the inputs it is made of values that fit into an image reference';
  return fail(error('preset/bad-input', message, { span, hint }));
}
