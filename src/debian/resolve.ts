import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { type Dependency, type Group, parseDependencies, showGroup } from './dependency.ts';
import { PROVIDERS } from './providers.ts';
import type { Dropped, PresentPackage } from './types.ts';
import type { Candidate, Universe } from './universe.ts';
import { compareVersions, satisfies } from './version.ts';

/** Packages in name order, and the dependencies left out on request. */
export interface Resolution {
  packages: Candidate[];
  dropped: Dropped[];
}

interface Need {
  by: string;
  group: Group;
}

interface State {
  universe: Universe;
  drop: Map<string, string>;
  chosen: Map<string, Candidate>;
  /** Which package asked for a package first; the named ones are not in it. */
  askedBy: Map<string, string>;
  /** Versions of what is there already. */
  present: Map<string, string>;
  provided: Map<string, Dependency[]>;
  needs: Need[];
  dropped: Map<string, Dropped>;
}

/** The named packages alone. Throws HardenError debian/unknown-package. */
export function resolveExactly(universe: Universe, names: string[]): Resolution {
  const wanted = [...new Set(names)].sort();
  const unknown = wanted.filter((name) => !universe.find(name));
  if (unknown.length > 0) {
    throw new HardenError(...unknown.map((name) => unknownPackage(universe, name)));
  }
  return { packages: wanted.flatMap((name) => universe.find(name) ?? []), dropped: [] };
}

/**
 * The named packages and all they depend on, without Recommends. As apt does, only the highest
 * version of a package counts. Clear needs come first and alternatives last, so that what is
 * there anyway is preferred. What is present meets a need if it is new enough, and is not among
 * the result. Throws HardenError debian/unknown-package or debian/unsatisfiable.
 */
export function resolve(
  universe: Universe,
  names: string[],
  drop: Record<string, string> = {},
  present: readonly PresentPackage[] = [],
): Resolution {
  const state: State = {
    universe,
    drop: new Map(Object.entries(drop)),
    chosen: new Map(),
    askedBy: new Map(),
    present: new Map(present.map(({ name, version }) => [name, version])),
    provided: new Map(
      present.flatMap(({ provides }) => provides.map((name) => [name, [{ name }]])),
    ),
    needs: [],
    dropped: new Map(),
  };
  chooseNamed(state, [...new Set(names)].sort());
  const later: Need[] = [];
  for (let need = state.needs.shift(); need; need = state.needs.shift() ?? later.shift()) {
    if (isClear(state, need) || state.needs.length === 0) settle(state, need);
    else later.push(need);
  }
  return {
    packages: [...state.chosen.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    dropped: [...state.dropped.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function chooseNamed(state: State, names: string[]): void {
  const unknown: Diagnostic[] = [];
  for (const name of names) {
    const found = pick(state, { name });
    if (found && isThere(state, found)) continue;
    if (found) choose(state, found);
    else unknown.push(unknownPackage(state.universe, name));
  }
  if (unknown.length) throw new HardenError(...unknown);
}

/** In this version, or in a later one that a mirror may not have yet. */
function isThere({ present }: State, { name, version }: Candidate): boolean {
  const there = present.get(name);
  return there !== undefined && compareVersions(there, version) >= 0;
}

function unknownPackage(universe: Universe, name: string): Diagnostic {
  const near = suggest(name, universe.names());
  return error(
    'debian/unknown-package',
    `${JSON.stringify(name)} is no package of this Debian release for ${universe.architecture}`,
    {
      hint: near ? `did you mean ${near}?` : 'look the name up in the package list of the release',
    },
  );
}

function choose(state: State, candidate: Candidate): void {
  if (state.chosen.has(candidate.name)) return;
  state.chosen.set(candidate.name, candidate);
  for (const provided of read(state, candidate, candidate.provides).flat()) {
    const all = state.provided.get(provided.name) ?? [];
    state.provided.set(provided.name, [...all, provided]);
  }
  const fields = [candidate.preDepends, candidate.depends];
  for (const group of fields.flatMap((field) => read(state, candidate, field))) {
    state.needs.push({ by: candidate.name, group });
  }
}

function read(state: State, candidate: Candidate, field: string): Group[] {
  try {
    return parseDependencies(field, state.universe.architecture);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    const message = `${candidate.name} ${candidate.version}: ${why}`;
    throw new HardenError(error('debian/bad-package', message));
  }
}

/** Whether a need leaves no choice: one real package. */
function isClear({ universe }: State, { group }: Need): boolean {
  const only = group.length === 1 ? group[0] : undefined;
  return only !== undefined && universe.find(only.name) !== undefined;
}

function settle(state: State, { group, by }: Need): void {
  if (group.some((dependency) => isMet(state, dependency))) return;
  const found = group
    .flatMap((dependency) => pick(state, dependency) ?? [])
    .find(({ name }) => !state.chosen.has(name));
  const names = [...group, ...(found ? [found] : [])].map(({ name }) => name);
  const name = names.find((one) => state.drop.has(one));
  if (name !== undefined) {
    state.dropped.set(`${name} ${by}`, { name, by, reason: state.drop.get(name) ?? '' });
  } else if (found) {
    state.askedBy.set(found.name, by);
    choose(state, found);
  } else {
    throw new HardenError(unsatisfiable(state, { group, by }));
  }
}

function isMet({ chosen, present, provided }: State, dependency: Dependency): boolean {
  const version = chosen.get(dependency.name)?.version ?? present.get(dependency.name);
  if (version && fits(version, dependency)) return true;
  return (provided.get(dependency.name) ?? []).some((offer) => provides(offer, dependency));
}

/** The real package of that name, else the pinned provider, else the first one by name. */
function pick({ universe }: State, dependency: Dependency): Candidate | undefined {
  const real = universe.find(dependency.name);
  if (real && fits(real.version, dependency)) return real;
  const providers = universe.providersOf(dependency.name);
  const pinned = PROVIDERS[dependency.name];
  const ordered = pinned && providers.includes(pinned) ? [pinned, ...providers] : providers;
  return ordered
    .flatMap((name) => universe.find(name) ?? [])
    .find(({ provides: field }) =>
      parseDependencies(field, universe.architecture)
        .flat()
        .some((offer) => offer.name === dependency.name && provides(offer, dependency)),
    );
}

function fits(version: string, { relation, version: wanted }: Dependency): boolean {
  return !relation || !wanted || satisfies(version, relation, wanted);
}

/** A Provides without a version does not meet a dependency that asks for one. */
function provides(offer: Dependency, dependency: Dependency): boolean {
  if (!dependency.relation) return true;
  return offer.version !== undefined && fits(offer.version, dependency);
}

function unsatisfiable(state: State, { by, group }: Need): Diagnostic {
  const chain = [by];
  for (let at = state.askedBy.get(by); at; at = state.askedBy.get(at)) chain.unshift(at);
  const found = group
    .map(({ name }) => ({ name, version: state.universe.find(name)?.version }))
    .map(({ name, version }) => (version ? `${name} is ${version}` : `there is no ${name}`));
  return error(
    'debian/unsatisfiable',
    `${chain.join(' > ')} depends on ${showGroup(group)}, but ${found.join(' and ')}`,
    {
      hint: `take ${chain[0]} out of the packages, or add ${group[0]?.name} to drop with the reason`,
    },
  );
}
