import { type Path, valueSpan } from '../spec/source-map.ts';
import type { ResolvedSpec, Setting } from './types.ts';

type Runtime = Pick<
  ResolvedSpec,
  'entrypoint' | 'cmd' | 'env' | 'user' | 'workdir' | 'ports' | 'labels' | 'stopSignal'
>;

/** How the program runs: the preset's settings, with the spec's over them. */
export function resolveRuntime({ loaded, preset, data }: Setting): Runtime {
  const { spec, source } = loaded;
  const { runtime = {} } = spec;
  const given = (path: Path) => valueSpan(source, path);
  const fallback = (path: Path) => valueSpan(preset.source, path);
  return {
    entrypoint: {
      value: spec.entrypoint ?? runtime.entrypoint ?? [],
      origin: given(spec.entrypoint ? ['entrypoint'] : ['runtime', 'entrypoint']),
    },
    cmd: runtime.cmd ?? [],
    env: { ...data.runtime.env, ...runtime.env },
    user: runtime.user
      ? { value: runtime.user, origin: given(['runtime', 'user']) }
      : { value: data.runtime.user, origin: fallback(['runtime', 'user']) },
    workdir: runtime.workdir
      ? { value: runtime.workdir, origin: given(['runtime', 'workdir']) }
      : { value: data.runtime.workdir, origin: fallback(['runtime', 'workdir']) },
    ports: (runtime.ports ?? []).map((port) => (typeof port === 'number' ? `${port}/tcp` : port)),
    labels: runtime.labels ?? {},
    stopSignal: runtime.stopSignal,
  };
}
