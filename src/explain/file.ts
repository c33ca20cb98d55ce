import type { Owner } from '../inspect/ledger/types.ts';
import type { RunReport } from '../report/types.ts';
import { formatBytes } from '../report/words.ts';
import type { ExplainedFile, Explanation } from './types.ts';

/** A file of the image, and whose it is. */
export function explainFile(file: ExplainedFile, { image, findings }: RunReport): Explanation {
  const { path, type, size, mode, user, layer, owner } = file;
  const kind = image.layers[layer]?.kind ?? 'base';
  return {
    ...{ kind: 'file', subject: path },
    what: `a ${type} of ${formatBytes(size)}, mode ${mode}, of user ${user}, in the ${kind} layer`,
    why: ['reason' in owner ? `nobody's: ${owner.reason}` : OWNERS[owner.kind](owner.name)],
    findings: findings.filter((one) => one.path !== undefined && `/${one.path}` === path),
    fix: [],
  };
}

const OWNERS: Record<Owner['kind'], (name: string) => string> = {
  package: (name) => `of the package ${name}`,
  database: () => 'of the package database',
  base: () => 'of the base, in no package',
  setting: () => 'written by harden, as the spec asks',
  dependency: (name) => `of the dependency ${name}`,
  program: (name) => `a program that says itself what is linked into it: ${name}`,
  runtime: (name) => `of the runtime ${name}, which no package manager installed`,
  artifact: (name) => `built from the sources: ${name}`,
};
