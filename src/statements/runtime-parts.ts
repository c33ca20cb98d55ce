import type { FileLedger } from '../inspect/ledger/types.ts';
import { purl } from '../packages/purl.ts';
import type { SeenPackage } from '../scan/types.ts';
import type { Part } from './types.ts';

/** What the National Vulnerability Database calls runtimes: vendor and product. */
const CPE: Record<string, string> = {
  java: 'oracle:openjdk',
  node: 'nodejs:node.js',
  php: 'php:php',
  python: 'python:python',
  ruby: 'ruby-lang:ruby',
};

/** Runtimes in no package, and what scanners saw of these very files. */
export function runtimeParts(
  runtimes: FileLedger['runtimes'],
  seen: readonly SeenPackage[],
): { parts: Part[]; known: Set<SeenPackage> } {
  const known = new Set<SeenPackage>();
  const parts = runtimes.map(({ name, version, path }): Part => {
    const place = path.replace(/^\/+/, '');
    const same = seen.find((one) => one.path === place && one.version === version);
    if (same) known.add(same);
    const url = same?.purl ?? purl('generic', undefined, name, version);
    const cpe = same?.cpe ?? cpeOf(name, version);
    return {
      ...{ ref: `${url}#${place}`, kind: 'runtime', name, version, purl: url },
      ...(cpe && { cpe }),
      ...{ type: same?.type ?? 'binary', licences: same?.licences ?? [], locations: [place] },
      ...{ evidence: 'ledger', dependsOn: [] },
    };
  });
  return { parts, known };
}

function cpeOf(name: string, version: string): string | undefined {
  const known = CPE[name];
  return known && `cpe:2.3:a:${known}:${version.replace(/[^\w.]/g, '\\$&')}:*:*:*:*:*:*:*`;
}
