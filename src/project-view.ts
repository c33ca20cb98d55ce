import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectView } from './init/types.ts';
import { projectFiles } from './project-files.ts';

/** Folders that tools fill: nothing in them is the project's own. */
const IGNORED = new Set([
  ...['.git', '.hg', '.svn', '.harden', '.idea', '.vscode'],
  ...['node_modules', 'bower_components', 'vendor', 'third_party'],
  ...['target', 'dist', 'out', 'coverage', '.next', '.nuxt', '.output', '.svelte-kit', '.turbo'],
  ...['.venv', 'venv', '.tox', '.nox', '__pycache__', '.mypy_cache', '.pytest_cache', '.eggs'],
  ...['.gradle', '.mvn', '.terraform', '.cache'],
]);

const MAX_FILES = 5000;
const MAX_DEPTH = 12;
/** Of a file that holds NUL bytes nothing can be read as text. */
const NUL = '\0';

/**
 * A folder's files with their names. Links are not followed, so that nothing outside the folder is
 * read and no circle is walked; a folder that cannot be read is as good as empty.
 */
export function projectView(folder: string): ProjectView {
  const files = projectFiles(folder);
  const { paths, truncated } = list(folder);
  const texts = new Map<string, string | undefined>();
  return {
    has: files.has,
    read(path) {
      if (!texts.has(path)) texts.set(path, asText(files.read(path)));
      return texts.get(path);
    },
    paths,
    truncated,
  };
}

function asText(content: string | undefined): string | undefined {
  return content?.includes(NUL)
    ? undefined
    : content?.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/** One level after the other, so that what a limit cuts off is what lies deepest. */
function list(folder: string): { paths: string[]; truncated: boolean } {
  const paths: string[] = [];
  let level = [''];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const parent of level) {
      for (const entry of entriesOf(join(folder, parent))) {
        const path = parent ? `${parent}/${entry.name}` : entry.name;
        if (entry.isDirectory() && !IGNORED.has(entry.name)) next.push(path);
        if (entry.isFile()) paths.push(path);
        if (paths.length >= MAX_FILES) return { paths, truncated: true };
      }
    }
    level = next;
  }
  return { paths, truncated: level.length > 0 };
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
