import type { ExpectedPackage } from '../../scan/types.ts';
import { type Environment, markerHolds } from './markers.ts';
import { isTable, parseToml, type Toml } from './toml.ts';

/**
 * The packages of a poetry.lock that its group `main` needs. What hangs on a marker counts only
 * where the marker is known to hold. Locks of Poetry 1 do not say which group needs what, so they
 * give nothing to hold the image against. Undefined for text that is no poetry.lock.
 */
export function poetryLockPackages(
  text: string,
  environment: Environment,
): ExpectedPackage[] | undefined {
  const lock = parseToml(text);
  if (!isTable(lock?.['metadata'])) return undefined;
  const locked = Array.isArray(lock['package']) ? lock['package'].filter(isTable) : [];
  return locked.flatMap(({ name, version, optional, groups, markers }) => {
    const main = Array.isArray(groups) && groups.includes('main') && optional !== true;
    if (!main || typeof name !== 'string' || typeof version !== 'string') return [];
    return applies(markers, environment) ? [{ name, version, type: 'python' }] : [];
  });
}

/** One marker for every group, or one for each. */
function applies(markers: Toml | undefined, environment: Environment): boolean {
  const marker = isTable(markers) ? markers['main'] : markers;
  return marker === undefined || markerHolds(String(marker), environment) === true;
}
