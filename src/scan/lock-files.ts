import type { ProjectFiles } from '../preset/types.ts';

/** The lock files at the top of a project, and those that the spec or its preset names. */
export function lockFilesOf(
  { has }: Pick<ProjectFiles, 'has'>,
  named: readonly string[],
): string[] {
  return [...new Set([...NAMES, ...named])].filter(has).sort();
}

/**
 * The files in which package managers keep what they chose, and those beside them without which
 * scanners cannot read these.
 */
const NAMES = [
  'Cargo.lock',
  'Cargo.toml',
  'Gemfile.lock',
  'Pipfile.lock',
  'bun.lock',
  'composer.json',
  'composer.lock',
  'go.mod',
  'go.sum',
  'gradle.lockfile',
  'mix.lock',
  'npm-shrinkwrap.json',
  'package-lock.json',
  'package.json',
  'packages.lock.json',
  'pnpm-lock.yaml',
  'poetry.lock',
  'pom.xml',
  'pyproject.toml',
  'requirements.txt',
  'uv.lock',
  'yarn.lock',
] as const;
