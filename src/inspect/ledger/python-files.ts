import type { Texts } from '../../packages/types.ts';
import { pythonDistInfo } from '../../scan/expected.ts';
import type { ExpectedPackage } from '../../scan/types.ts';
import { rooted } from '../root.ts';
import type { Claim } from './types.ts';

const RECORD = /(?:^|\/)([^/]+)\.dist-info\/RECORD$/;
const COMPILED = /^(.*\/)?__pycache__\/([^/]+?)\.cpython-\d+(?:\.opt-\d)?\.pyc$/;

const METADATA = /\.dist-info\/METADATA$/;

export function isPythonRecord(path: string): boolean {
  return RECORD.test(path) || METADATA.test(path);
}

/** The distribution that a METADATA names. */
export function namedPythonPackages(path: string, content: string): ExpectedPackage[] {
  return METADATA.test(path) ? pythonDistInfo([{ path, content }]) : [];
}

/**
 * Files of Python distributions that say their name and version, by the lists that their installers
 * left, and what they compile to.
 */
export function pythonFiles(texts: Texts): Claim {
  const owners = new Map<string, string>();
  for (const [path, text] of texts) {
    const name = RECORD.exec(path)?.[1];
    if (!name) continue;
    const metadata = path.replace(/RECORD$/, 'METADATA');
    if (namedPythonPackages(metadata, texts.get(metadata) ?? '').length === 0) continue;
    const folder = path.replace(/[^/]+\/RECORD$/, '');
    for (const listed of recordedPaths(text)) owners.set(rooted(`${folder}${listed}`), name);
  }
  return ({ path }) => {
    const name = owners.get(path) ?? owners.get(sourceOf(path));
    return name === undefined ? undefined : { kind: 'dependency', name };
  };
}

/** The module that a file of `__pycache__` was compiled from. */
export function sourceOf(path: string): string {
  return path.replace(COMPILED, '$1$2.py');
}

/** The first field of each line of a CSV; quotes are doubled within a quoted one. */
export function recordedPaths(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const quoted = /^"((?:[^"]|"")*)"/.exec(line)?.[1]?.replaceAll('""', '"');
    const path = quoted ?? line.split(',', 1)[0] ?? '';
    return path === '' ? [] : [path];
  });
}
