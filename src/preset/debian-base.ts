import { error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import type { BaseRequest, ChosenBase } from './base.ts';
import { otherLibc } from './base-problems.ts';
import { needsOf } from './needs.ts';
import { FONTS_DROP, settingPackages } from './settings.ts';

const NEWEST = 'trixie';

/** A base assembled from the preset's packages for the release, and the spec's own. */
export function debianBase(request: BaseRequest): Result<ChosenBase> {
  const { setting, toolchain, families, origin, why } = request;
  const { data, variant, preset, loaded } = setting;
  const { base: written, runtime } = loaded.spec;
  const described = typeof written === 'object' ? written : {};
  const release = described.debian ?? NEWEST;
  const known = data.bases?.debian?.[release];
  if (!known) {
    const releases = Object.keys(data.bases?.debian ?? {}).map((name) => `base: {debian: ${name}}`);
    const message = `the preset ${preset.name} names no packages of Debian ${release}`;
    const others = data.bases?.default ? [`base: ${data.bases.default}`] : [];
    const hint = `use one of: ${[...releases, ...others, 'base: {image: …}'].join(', ')}`;
    return fail(error('spec/conflict', message, { span: origin, hint }));
  }
  const problems = otherLibc('debian', 'glibc', needsOf(setting, toolchain), origin);
  if (problems.length > 0) return fail(...problems);
  const own = [...(described.packages ?? []), ...(runtime?.packages ?? [])];
  const needed = settingPackages(loaded, [], 'debian').map(({ name }) => name);
  const packages = sorted([...known.packages, ...(variant?.packages ?? []), ...own, ...needed]);
  const links = known.links ?? {};
  const { endOfLife } = families[0]?.releases.find(({ name }) => name === release) ?? {};
  const programs = [...(known.programs ?? []), ...Object.keys(links)];
  return ok({
    base: {
      kind: 'debian',
      release,
      ...(endOfLife && { endOfLife }),
      packages,
      drop: droppedFrom({ ...(runtime?.fonts && FONTS_DROP), ...known.drop }, packages),
      links: Object.fromEntries(Object.entries(links).sort(byName)),
      origin,
    },
    known: programs,
    // A package that the spec names may bring any program.
    programs: own.length > 0 ? undefined : programs,
    requires: known.requires ?? {},
    reasons: { base: why },
  });
}

/** Dependencies that are left out; what is named is wanted, whatever the preset leaves out. */
export function droppedFrom(
  drop: Record<string, string> | undefined,
  packages: readonly string[],
): Record<string, string> {
  const kept = Object.entries(drop ?? {}).filter(([name]) => !packages.includes(name));
  return Object.fromEntries(kept.sort(byName));
}

export function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
