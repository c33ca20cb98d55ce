import { namedPythonPackages, recordedPaths } from '../../inspect/ledger/python-files.ts';
import { rooted } from '../../inspect/root.ts';
import { purl } from '../../packages/purl.ts';
import type { Texts } from '../../packages/types.ts';
import { pep503 } from '../../scan/ecosystem.ts';
import type { Part } from '../types.ts';
import { type Sizes, sizesOf } from './sizes.ts';

const METADATA = /^(.*?)([^/]+\.dist-info)\/METADATA$/;
/** A folder of modules has few levels that tell two distributions apart. */
const DEPTH = 3;

export interface PythonPart extends Part {
  type: 'python';
  /** Dotted names of its modules, to a depth that tells distributions apart. */
  modules: string[];
}

/** The distributions of Python by their `.dist-info`, with the files that installers recorded. */
export function pythonParts(texts: Texts, sizes: Sizes): PythonPart[] {
  const found = [...texts].flatMap(([path, text]) => {
    const [, folder = '', info = ''] = METADATA.exec(path) ?? [];
    const [named] = namedPythonPackages(path, text);
    return named && info ? [{ path, text, folder, info, ...named }] : [];
  });
  const byName = new Map<string, string[]>();
  for (const { name, path } of found) {
    byName.set(pep503(name), [...(byName.get(pep503(name)) ?? []), idOf(path)]);
  }
  return found.map(({ path, text, folder, info, name, version }) => {
    const record = texts.get(`${folder}${info}/RECORD`) ?? '';
    const listed = recordedPaths(record).map((one) => rooted(`${folder}${one}`));
    const license = licenceOf(text);
    return {
      id: idOf(path),
      type: 'python',
      name,
      version,
      purl: purl('pypi', undefined, pep503(name), version),
      ...(license && { license }),
      ...sizesOf(listed, sizes),
      path,
      depends: requiredBy(text).flatMap((one) => byName.get(one) ?? []),
      modules: modulesOf(listed, folder, info),
    };
  });
}

function idOf(path: string): string {
  return `python:/${path.replace(/\/METADATA$/, '')}`;
}

/** Names that it asks for, always or for an extra: what is there is used. */
function requiredBy(text: string): string[] {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  return [...head.matchAll(/^Requires-Dist:[ \t]*([A-Za-z0-9][A-Za-z0-9._-]*)/gim)].map(
    ([, name = '']) => pep503(name),
  );
}

function licenceOf(text: string): string | undefined {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(\\S[^\\n\\r]*)`, 'im').exec(head)?.[1]?.trim();
  const named = field('License-Expression') ?? field('License');
  if (named && named.length <= 80) return named;
  return /^Classifier: License :: (?:OSI Approved :: )?([^\n\r]+)/m.exec(head)?.[1]?.trim();
}

/** `pkg/sub/mod.py` is `pkg`, `pkg.sub`, `pkg.sub.mod`; `_x.cpython-313.so` is `_x`. */
function modulesOf(listed: readonly string[], folder: string, info: string): string[] {
  const found = new Set<string>();
  for (const path of listed) {
    if (!path.startsWith(folder) || !/\.(?:py|so)$/.test(path)) continue;
    const parts = path.slice(folder.length).split('/');
    const last = (parts.pop() ?? '').replace(/\..*$/, '');
    if (last !== '__init__') parts.push(last);
    for (let depth = 1; depth <= Math.min(parts.length, DEPTH); depth++) {
      found.add(parts.slice(0, depth).join('.'));
    }
  }
  if (found.size === 0) found.add(info.replace(/-[^-]*$/, '').replace(/-/g, '_'));
  return [...found];
}
