import { type Path, valueSpan } from '../spec/source-map.ts';
import type { ChosenBase } from './base.ts';
import { onBase } from './base-program.ts';
import type { ResolvedSpec, Setting } from './types.ts';

type Runtime = Pick<
  ResolvedSpec,
  'entrypoint' | 'cmd' | 'env' | 'user' | 'workdir' | 'ports' | 'labels' | 'stopSignal'
>;

/** How the program runs: the preset's settings, the base's own user, the spec's over them. */
export function resolveRuntime(
  { loaded, preset, data }: Setting,
  base: Pick<ChosenBase, 'user' | 'known' | 'base'>,
): Runtime {
  const { spec, source } = loaded;
  const { runtime = {} } = spec;
  const given = (path: Path) => valueSpan(source, path);
  const fallback = (path: Path) => valueSpan(preset.source, path);
  return {
    entrypoint: {
      value: onBase(spec.entrypoint ?? runtime.entrypoint ?? [], base.known),
      origin: given(spec.entrypoint ? ['entrypoint'] : ['runtime', 'entrypoint']),
    },
    cmd: runtime.cmd ?? [],
    env: { ...data.runtime.env, ...runtime.env },
    user: runtime.user
      ? { value: runtime.user, origin: given(['runtime', 'user']) }
      : base.user
        ? { value: base.user, origin: base.base.origin }
        : { value: data.runtime.user, origin: fallback(['runtime', 'user']) },
    workdir: runtime.workdir
      ? { value: runtime.workdir, origin: given(['runtime', 'workdir']) }
      : { value: data.runtime.workdir, origin: fallback(['runtime', 'workdir']) },
    ports: (runtime.ports ?? []).map((port) => (typeof port === 'number' ? `${port}/tcp` : port)),
    labels: runtime.labels ?? {},
    stopSignal: runtime.stopSignal,
  };
}

/** Why the program runs as this user. */
export function userReason(
  { loaded, preset }: Setting,
  { base, user }: Pick<ChosenBase, 'base' | 'user'>,
): string {
  if (loaded.spec.runtime?.user) return 'runtime.user of the spec';
  if (user && base.kind === 'image') return `the own user of ${base.family?.name ?? base.ref}`;
  return `that of the preset ${preset.name}`;
}
