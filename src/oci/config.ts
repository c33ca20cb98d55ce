import type { ImageConfig, Platform } from '../plan/types.ts';
import type { LayerKind } from '../report/types.ts';
import type { BaseImage } from './base-image.ts';
import type { History, OciConfig } from './spec.ts';

/** The time of everything: a clock in the image would make each build another image. */
const EPOCH = '1970-01-01T00:00:00Z';

const OCI_LABEL = 'org.opencontainers.image.';

export interface ConfigInput {
  config: ImageConfig;
  platform: Platform;
  base: BaseImage;
  layers: { kind: Exclude<LayerKind, 'base'>; blob: { diffId: string } }[];
  name: string;
}

/** The OCI image config: what the spec decides, on the base's environment and history. */
export function ociConfig(input: ConfigInput): OciConfig {
  const { config, base, layers } = input;
  const [os = 'linux', architecture = 'amd64'] = input.platform.split('/');
  const variant = base.config?.variant;
  return {
    architecture,
    os,
    ...(variant ? { variant } : {}),
    created: EPOCH,
    config: {
      User: config.User,
      Entrypoint: config.Entrypoint,
      ...(config.Cmd.length ? { Cmd: config.Cmd } : {}),
      Env: mergedEnv(base.config?.config?.Env ?? [], config.Env),
      WorkingDir: config.WorkingDir,
      ...(config.ExposedPorts.length ? { ExposedPorts: exposed(config.ExposedPorts) } : {}),
      Labels: { ...ownLabels(input), ...config.Labels },
      ...(config.Healthcheck ? { Healthcheck: config.Healthcheck } : {}),
      ...(config.StopSignal ? { StopSignal: config.StopSignal } : {}),
    },
    rootfs: {
      type: 'layers',
      diff_ids: [...base.layers, ...layers].map((layer) => layer.blob.diffId),
    },
    history: [...baseHistory(base), ...layers.map((layer) => line(`harden: ${layer.kind}`))],
  };
}

/**
 * The manifest's annotations: which base this is, and what the base says of itself, as `base.*`.
 * Its labels are not ours: its version or source would be read as the app's.
 */
export function annotationsOf(base: BaseImage): Record<string, string> {
  const annotations: Record<string, string> = {};
  for (const [label, value] of Object.entries(base.config?.config?.Labels ?? {})) {
    const name = label.startsWith(OCI_LABEL) ? label.slice(OCI_LABEL.length) : 'base.';
    if (!name.startsWith('base.')) annotations[`${OCI_LABEL}base.${name}`] = value;
  }
  return { ...annotations, ...baseNames(base) };
}

function ownLabels({ base, name }: ConfigInput): Record<string, string> {
  return { [`${OCI_LABEL}title`]: name, ...baseNames(base) };
}

function baseNames(base: BaseImage): Record<string, string> {
  // The digest says whose layers come first, which are none of a base that was written anew.
  const shared = base.layers.some(({ kind }) => kind === undefined);
  const digest: Record<string, string> =
    base.digest && shared ? { [`${OCI_LABEL}base.digest`]: base.digest } : {};
  return { [`${OCI_LABEL}base.name`]: base.ref, ...digest };
}

/** The base's variables in its order, with the spec's values where it sets them; then the rest. */
function mergedEnv(base: readonly string[], own: readonly string[]): string[] {
  const merged = new Map<string, string>();
  for (const pair of [...base, ...own]) merged.set(pair.split('=', 1)[0] ?? '', pair);
  return [...merged.values()];
}

function exposed(ports: readonly string[]): Record<string, object> {
  return Object.fromEntries(ports.map((port) => [port.includes('/') ? port : `${port}/tcp`, {}]));
}

/** The base's own history when it accounts for each of its layers; a layer of ours has a line. */
function baseHistory(base: BaseImage): History[] {
  const own = base.layers.filter(({ kind }) => kind === undefined);
  const history = base.config?.history ?? [];
  const accounted = history.filter((entry) => !entry.empty_layer).length;
  const lines = base.layers.map(({ kind }) => line(`harden: ${kind ?? `base ${base.ref}`}`));
  if (history.length === 0 || accounted !== own.length) return lines;
  return [...history, ...lines.slice(own.length)];
}

function line(createdBy: string): History {
  return { created: EPOCH, created_by: createdBy };
}
