/** A package in one version, as apk chose it or is told to take it. */
export interface ApkVersion {
  name: string;
  version: string;
}

/** `(1/2) Installing greeting (1.2-r0)`, `(2/2) Upgrading zlib (1.3-r1 -> 1.3-r2)` */
const STEP =
  /^\(\s*\d+\/\d+\) (?:Installing|Upgrading|Downgrading|Replacing|Reinstalling) (\S+) \((?:\S+ -> )?(\S+)\)$/gm;

/** What apk says it would install, by name. */
export function chosenApk(log: string): ApkVersion[] {
  return [...log.matchAll(STEP)]
    .map(([, name = '', version = '']) => ({ name: name.replace(/@.*$/, ''), version }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What apk is asked for, so that it installs these versions and no others. */
export function exactWords(names: readonly string[], exactly: readonly ApkVersion[]): string[] {
  const chosen = new Set(exactly.map(({ name }) => name));
  const others = names.filter((name) => !chosen.has(name));
  return [...others, ...exactly.map(wordOf)].sort();
}

/**
 * apk's `world` without the versions it was told: the image shows what was asked for, as if apk had
 * chosen by itself.
 */
export function worldWithout(
  world: string,
  exactly: readonly ApkVersion[],
  { names, before }: { names: readonly string[]; before: string },
): string {
  const told = new Map(exactly.map((one) => [wordOf(one), one.name]));
  const had = new Map(before.split('\n').map((line) => [line.replace(/[<>=~@].*$/, ''), line]));
  const lines = world.split('\n').flatMap((line) => {
    const name = told.get(line);
    if (name === undefined) return [line];
    if (names.includes(name)) return [name];
    return had.get(name) ?? [];
  });
  return lines.join('\n');
}

function wordOf({ name, version }: ApkVersion): string {
  return `${name}=${version}`;
}
