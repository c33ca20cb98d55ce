import type { ProjectFiles } from '../preset/types.ts';

const LISTS = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;

/** The list of a package.json that names a package, and its line, like `package.json:12`. */
export interface Asking {
  list: (typeof LISTS)[number];
  place: string;
}

/** Which package.json asks for a package: the first of these folders that has one that does. */
export function askedBy(
  name: string,
  folders: readonly string[],
  project: ProjectFiles,
): Asking | undefined {
  for (const folder of folders) {
    const file = folder ? `${folder}/package.json` : 'package.json';
    const text = project.read(file);
    if (text === undefined) continue;
    for (const list of LISTS) {
      const line = lineIn(text, list, name);
      if (line !== undefined) return { list, place: `${file}:${line}` };
    }
  }
  return undefined;
}

/** The lists are flat: names and versions, so that the next brace is their end. */
function lineIn(text: string, list: string, name: string): number | undefined {
  const start = new RegExp(`"${list}"\\s*:\\s*\\{`).exec(text);
  if (!start) return undefined;
  const from = start.index + start[0].length;
  const end = text.indexOf('}', from);
  const at = new RegExp(`"${escaped(name)}"\\s*:`).exec(
    text.slice(from, end < 0 ? undefined : end),
  );
  return at ? text.slice(0, from + at.index).split('\n').length : undefined;
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
