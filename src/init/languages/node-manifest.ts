import { evidenceAt, linesOf } from '../lines.ts';
import type { Evidence, ProjectView } from '../types.ts';
import { folderOf, nameOf } from '../view.ts';

/** What init reads of a package.json. */
export interface Manifest {
  file: string;
  folder: string;
  scripts: Record<string, string>;
  main?: string;
  bin: string[];
  dependencies: Record<string, string>;
  workspaces: boolean;
}

export function manifestAt(view: ProjectView, file: string): Manifest | undefined {
  let data: unknown;
  try {
    data = JSON.parse(view.read(file) ?? '');
  } catch {
    return undefined;
  }
  if (!isMap(data)) return undefined;
  const { main, bin } = data;
  const bins = typeof bin === 'string' ? [bin] : Object.values(texts(bin));
  return {
    file,
    folder: folderOf(file),
    scripts: texts(data['scripts']),
    ...(typeof main === 'string' && { main }),
    bin: bins,
    dependencies: { ...texts(data['devDependencies']), ...texts(data['dependencies']) },
    workspaces: 'workspaces' in data || view.has('pnpm-workspace.yaml'),
  };
}

/** The package itself, and those of its workspaces. */
export function manifests(view: ProjectView): Manifest[] {
  const own = manifestAt(view, 'package.json');
  if (!own) return [];
  if (!own.workspaces) return [own];
  const members = view.paths.filter(
    (path) =>
      nameOf(path) === 'package.json' && path.includes('/') && !/(?:^|\/)examples?\//.test(path),
  );
  return [own, ...members.flatMap((path) => manifestAt(view, path) ?? [])];
}

/** The line of a key, as people write package.json: one on a line. */
export function lineOf(view: ProjectView, { file }: Manifest, key: string): Evidence {
  const lines = linesOf(view.read(file));
  const index = lines.findIndex((line) => line.includes(`"${key}"`) && /"\s*:/.test(line));
  return evidenceAt(file, Math.max(index, 0) + 1, lines[Math.max(index, 0)] ?? '');
}

function texts(value: unknown): Record<string, string> {
  if (!isMap(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
