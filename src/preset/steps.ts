import type { Cache, Secret, Ssh, Step } from '../plan/types.ts';
import type { WrittenSecret, WrittenSsh } from '../spec/build-schema.ts';
import { type Path, type SourceMap, valueSpan } from '../spec/source-map.ts';
import type { When } from './schema.ts';
import type { Setting } from './types.ts';
import { applies, TOOLCHAIN } from './when.ts';

const SOURCE = '/src';

interface WrittenStep {
  when?: When | undefined;
  run: string[];
  env?: Record<string, string> | undefined;
  workdir?: string | undefined;
  caches?: Cache[] | undefined;
  secrets?: WrittenSecret[] | undefined;
}

/** The steps that fetch dependencies, and those that build: the spec's, else the preset's. */
export function resolveSteps(setting: Setting): { dependencies: Step[]; build: Step[] } {
  const { data, preset, loaded } = setting;
  const own = loaded.spec.build?.steps;
  const known = { ...setting.plain, [TOOLCHAIN]: toolchainOf(setting) };
  const ofPreset = (steps: WrittenStep[], path: Path) =>
    steps.flatMap((step, index) =>
      applies(step.when, known)
        ? [stepOf(step, setting, preset.source, [...path, index, 'run'])]
        : [],
    );
  return {
    dependencies: ofPreset(data.dependencies?.steps ?? [], ['dependencies', 'steps']),
    build: own
      ? own.map((step, index) =>
          stepOf(step, setting, loaded.source, ['build', 'steps', index, 'run']),
        )
      : ofPreset(data.build.steps, ['build', 'steps']),
  };
}

/** A toolchain of packages may have what an image has to be given by a step. */
function toolchainOf({ loaded }: Setting): string {
  return loaded.spec.toolchain?.debian ? 'debian' : 'image';
}

/** Environment and caches of the preset hold for the spec's steps too, which may override them. */
function stepOf(
  step: WrittenStep,
  { data, variant, loaded }: Setting,
  source: SourceMap,
  path: Path,
): Step {
  const { env: ofSpec, secrets: shared = [], ssh } = loaded.spec.build ?? {};
  const env = { ...data.env, ...variant?.env, ...ofSpec, ...step.env };
  const caches = new Map<string, Cache>();
  for (const { id, path: at } of [...(data.caches ?? []), ...(step.caches ?? [])]) {
    caches.set(at, { id, path: at });
  }
  const secrets = [
    ...shared.map((one, index) => secretOf(one, loaded.source, ['build', 'secrets', index])),
    ...(step.secrets ?? []).map((one, index) =>
      secretOf(one, source, [...path.slice(0, -1), 'secrets', index]),
    ),
  ];
  return {
    run: step.run,
    env: Object.fromEntries(Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))),
    workdir: step.workdir ?? SOURCE,
    caches: [...caches.values()],
    ...(secrets.length > 0 && { secrets }),
    ...(ssh && { ssh: sshOf(ssh, loaded.source) }),
    origin: valueSpan(source, path),
  };
}

function sshOf({ agent = 'SSH_AUTH_SOCK', knownHosts }: WrittenSsh, source: SourceMap): Ssh {
  return { agent, knownHosts, origin: valueSpan(source, ['build', 'ssh']) };
}

function secretOf(written: WrittenSecret, source: SourceMap, path: Path): Secret {
  const { env = '', file, as = env, to } = written;
  return {
    from: file === undefined ? { env } : { file },
    to: to === undefined ? { env: as } : { path: to },
    origin: valueSpan(source, path),
  };
}
