import type { ImageStart, RunReport } from '../report/types.ts';
import { changedFindings } from './findings.ts';
import { changedPackages } from './packages.ts';
import { regressionsOf } from './regressions.ts';
import { sideOf } from './side.ts';
import type { Comparison } from './types.ts';

/** What is different in two images, and what brought it. Both reports have to have packages. */
export function compareReports(before: RunReport, after: RunReport): Comparison {
  const sides = { before: sideOf(before), after: sideOf(after) };
  const grown = (of: 'compressed' | 'uncompressed') => after.image.size[of] - before.image.size[of];
  const layers = new Set(before.image.layers.map(({ diffId }) => diffId));
  const comparison = {
    schemaVersion: 1 as const,
    ...sides,
    size: { compressed: grown('compressed'), uncompressed: grown('uncompressed') },
    sharedLayers: after.image.layers.filter(({ diffId }) => layers.has(diffId)).length,
    files: sides.after.files - sides.before.files,
    packages: changedPackages(before.packages ?? [], after.packages ?? []),
    findings: changedFindings(before, after),
    checks: {
      mended: apart(sides.before.failed, sides.after.failed),
      broken: apart(sides.after.failed, sides.before.failed),
    },
    config: changedConfig(before.image.config, after.image.config),
    licences: {
      added: apart(licencesOf(after), licencesOf(before)),
      removed: apart(licencesOf(before), licencesOf(after)),
    },
    sameDatabases: databasesOf(before) === databasesOf(after),
  };
  return { ...comparison, regressions: regressionsOf(comparison) };
}

const FIELDS = ['user', 'entrypoint', 'cmd', 'workdir', 'ports'] as const;

function changedConfig(before?: ImageStart, after?: ImageStart): Comparison['config'] {
  if (!before || !after) return [];
  const word = (value: string | string[]) =>
    typeof value === 'string' ? value : value.length === 0 ? '' : JSON.stringify(value);
  return FIELDS.flatMap((field) => {
    const change = { field, before: word(before[field]), after: word(after[field]) };
    return change.before === change.after ? [] : [change];
  });
}

function licencesOf({ packages = [] }: RunReport): string[] {
  return [...new Set(packages.flatMap(({ licences }) => licences ?? []))].sort();
}

function databasesOf({ scanners }: RunReport): string {
  return scanners
    .map(({ name, database }) => `${name} ${database.digest}`)
    .sort()
    .join(' ');
}

function apart(these: readonly string[], those: readonly string[]): string[] {
  return these.filter((one) => !those.includes(one));
}
