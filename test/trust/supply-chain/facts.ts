import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../program.ts';

/** What harden itself is made of and how it is released, as texts. */
export interface Facts {
  manifest: Manifest;
  lock: { packages: Record<string, Locked> };
  /** By name: every workflow that runs with rights of the repository. */
  workflows: Record<string, string>;
  /** By path in src/. */
  sources: Record<string, string>;
  /** By path in dist/: what is published. */
  built: Record<string, string>;
}

interface Manifest {
  files?: string[];
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  bundleDependencies?: string[];
}

interface Locked {
  link?: boolean;
  resolved?: string;
  integrity?: string;
}

export function readFacts(): Facts {
  return {
    manifest: JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')),
    lock: JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')),
    workflows: textsIn('.github/workflows', /\.yml$/),
    sources: textsIn('src', /\.ts$/),
    built: textsIn('dist', /^(?!types\/)/),
  };
}

function textsIn(folder: string, wanted: RegExp): Record<string, string> {
  const files = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files
      .map((file) => [file.slice(join(ROOT, folder).length + 1).replaceAll('\\', '/'), file])
      .filter(([name = '']) => wanted.test(name))
      .map(([name, file = '']) => [name, readFileSync(file, 'utf8')]),
  );
}
