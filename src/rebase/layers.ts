import type { LayerKind } from '../report/types.ts';

/** The layers of an image by whose they are, the lowest first. */
export interface Divided<T> {
  /** Of the base, and what harden changed of it. */
  below: T[];
  /** What was built: they are taken over as they are. */
  built: T[];
  /** What the spec's settings made for this very base: made anew. */
  above: T[];
}

/**
 * Divides the layers of an image that harden built. `probe`: harden's own health check has the layer
 * after the app's.
 * @returns undefined where they do not lie as harden lays them.
 */
export function divideLayers<T extends { kind: LayerKind }>(
  layers: readonly T[],
  probe: boolean,
): Divided<T> | undefined {
  const first = layers.findIndex(isBuilt);
  if (first < 0) return undefined;
  const last = layers.findLastIndex(isBuilt) + (probe ? 1 : 0);
  const divided = {
    below: layers.slice(0, first),
    built: layers.slice(first, last + 1),
    above: layers.slice(last + 1),
  };
  const whole = last < layers.length && divided.built.every(({ kind }) => kind !== 'base');
  const settings =
    divided.above.length <= 1 && divided.above.every(({ kind }) => kind === 'runtime');
  return whole && settings ? divided : undefined;
}

function isBuilt({ kind }: { kind: LayerKind }): boolean {
  return kind === 'app' || kind === 'dependencies';
}
