import { interpolate } from '../preset/interpolate.ts';
import { meets, type Provision, provisionOf } from './provision.ts';
import type { BaseFamily, BaseFlavour, BaseRelease } from './schema.ts';

/** One base of a family, fully named. */
export interface BaseChoice {
  family: BaseFamily;
  flavour: BaseFlavour;
  release: BaseRelease;
  /** What `${{ version }}` stood for. */
  version?: string;
  /** The image reference; empty for a base that is no image. */
  image: string;
  provides: Provision[];
  programs: string[];
}

/** What the spec says about flavour and release; absent: the first that fits. */
export interface Selection {
  flavour?: string;
  release?: string;
}

/** The first base of a family that provides everything; undefined if there is none. */
export function chooseBase(
  family: BaseFamily,
  selection: Selection,
  needs: readonly Provision[],
): BaseChoice | undefined {
  return choicesOf(family, selection).find(
    (choice) =>
      lackingIn(choice, needs).length === 0 &&
      (selection.flavour !== undefined || unneededIn(choice, needs).length === 0),
  );
}

/** What a base does not provide of what is needed. */
export function lackingIn(choice: BaseChoice, needs: readonly Provision[]): Provision[] {
  return needs.filter((need) => !choice.provides.some((offered) => meets(offered, need)));
}

/** Runtimes of languages: a base with one that nobody uses is more to look after. */
const RUNTIMES = ['python', 'node', 'java'];

/** The runtimes of a base that the program does not use. */
export function unneededIn(choice: BaseChoice, needs: readonly Provision[]): Provision[] {
  return choice.provides.filter(
    ({ name }) => RUNTIMES.includes(name) && !needs.some((need) => need.name === name),
  );
}

/** All bases of a family: the smallest flavour, the preferred version and release first. */
export function choicesOf(family: BaseFamily, selection: Selection = {}): BaseChoice[] {
  const named = ({ name }: { name: string }, wanted: string | undefined) =>
    wanted === undefined || name === wanted;
  const flavours = family.flavours.filter((one) => named(one, selection.flavour));
  return flavours.flatMap((flavour) => {
    const releases = family.releases.filter(
      (one) =>
        named(one, selection.release) && (!flavour.releases || flavour.releases.includes(one.name)),
    );
    return (flavour.versions ?? [undefined]).flatMap((version) =>
      releases.map((release) => choiceOf(family, flavour, release, version)),
    );
  });
}

/** Reads `cc`, `debian12`, `cc-debian12` as flavour and release; undefined when it is neither. */
export function selectionOf(family: BaseFamily, text: string): Selection | undefined {
  const flavours = family.flavours.map(({ name }) => name);
  const releases = family.releases.map(({ name }) => name);
  if (flavours.includes(text)) return { flavour: text };
  if (releases.includes(text)) return { release: text };
  const flavour = flavours.find((name) =>
    releases.some((release) => text === `${name}-${release}`),
  );
  if (!flavour) return undefined;
  return { flavour, release: text.slice(flavour.length + 1) };
}

function choiceOf(
  family: BaseFamily,
  flavour: BaseFlavour,
  release: BaseRelease,
  version: string | undefined,
): BaseChoice {
  const below = belowOf(family, flavour);
  const words = { release: release.name, ...(version && { version }) };
  const filled = interpolate(
    {
      image: flavour.image ?? '',
      provides: [...below, flavour].flatMap((one) => one.provides),
      programs: flavour.programs ?? [],
    },
    words,
  );
  return {
    family,
    flavour,
    release,
    ...(version && { version }),
    ...filled,
    provides: filled.provides.map(provisionOf),
  };
}

/** The flavours that one stands on. */
function belowOf(family: BaseFamily, { on }: BaseFlavour): BaseFlavour[] {
  const below = family.flavours.find(({ name }) => name === on);
  return below ? [...belowOf(family, below), below] : [];
}
