/** Where a locked package is named: its line, from 0, and the name as it stands there. */
export interface Named {
  index: number;
  name: string;
}

type Finder = (lines: readonly string[], name: string, version: string) => Named | undefined;

/** `"node_modules/a/node_modules/left-pad": {`; the same package may be there in several versions. */
export const inPackageLock: Finder = (lines, name, version) =>
  nearest(lines, name, version, (line) => {
    const key = /^\s*"(?:.*\/)?node_modules\/((?:@[^/"]+\/)?[^/"]+)": \{/.exec(line)?.[1];
    return key === name;
  });

/** `  left-pad@1.3.0:`, in quotes where it begins with `@`, and with a slash in older files. */
export const inPnpmLock: Finder = (lines, name, version) =>
  nearest(lines, name, version, (line) => {
    const [, key, of] = /^ {2}'?\/?((?:@[^/@]+\/)?[^/@']+)@([^:('"]+)/.exec(line) ?? [];
    return key === name && of === version;
  });

/** `left-pad@^1.0.0, left-pad@~1.2.0:`, in quotes where Yarn is of a later version. */
export const inYarnLock: Finder = (lines, name, version) =>
  nearest(
    lines,
    name,
    version,
    (line) => line.startsWith(`${name}@`) || line.startsWith(`"${name}@`),
  );

/** `name = "left-pad"` of Cargo, with the version in the line below. */
export const inCargoLock: Finder = (lines, name, version) =>
  nearest(lines, name, version, (line) => line === `name = "${name}"`);

/** `left-pad = "1"`, `left-pad = {` or `[dependencies.left-pad]` in any table of dependencies. */
export const inCargoToml: Finder = (lines, name, version) => {
  let table = '';
  return nearest(
    lines,
    name,
    version,
    (line) => {
      table = /^\[([^\]]+)\]/.exec(line)?.[1] ?? table;
      if (line.startsWith('[')) return table.endsWith(`dependencies.${name}`);
      return (
        table.endsWith('dependencies') &&
        /^\s*=/.test(line.slice(name.length)) &&
        line.startsWith(name)
      );
    },
    true,
  );
};

/** `"name": "vendor/left-pad",` of Composer. */
export const inComposerLock: Finder = (lines, name, version) =>
  nearest(lines, name, version, (line) => line.trim() === `"name": "${name}",`);

/** `    left-pad (1.3.0)` of Bundler; what needs it is indented more. */
export const inGemfileLock: Finder = (lines, name, version) =>
  nearest(lines, name, version, (line) => line.startsWith(`    ${name} (${version}`));

/** Lines after a name in which its version stands. */
const VERSION_WITHIN = 3;

/** The one of this version, else the first. */
function nearest(
  lines: readonly string[],
  name: string,
  version: string,
  isIt: (line: string) => boolean,
  every = false,
): Named | undefined {
  let first: Named | undefined;
  for (const [index, line] of lines.entries()) {
    // Most lines of a lock file are out at once.
    if (!every && !line.includes(name)) continue;
    if (!isIt(line)) continue;
    first ??= { index, name };
    const below = lines.slice(index, index + VERSION_WITHIN + 1);
    if (below.some((one) => hasVersion(one, version))) return { index, name };
  }
  return first;
}

function hasVersion(line: string, version: string): boolean {
  const [, found] = /\bversion"?\s*[:=]?\s*"?v?([^",\s]+)/.exec(line) ?? [];
  return found === version.replace(/^v/, '');
}
