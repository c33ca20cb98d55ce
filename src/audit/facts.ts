import type { CodeFacts } from '../inspect/code-facts.ts';
import type { CodeIndex, JarFacts } from '../inspect/code-index.ts';
import type { ImageRoot } from '../inspect/image-root.ts';
import { packageFiles } from '../inspect/ledger/package-files.ts';
import { runtimeFiles } from '../inspect/ledger/runtime-files.ts';
import type { FileLedger } from '../inspect/ledger/types.ts';
import { type OsRelease, osRelease } from '../inspect/os-release.ts';
import type { ImageFile, Inventory } from '../inspect/types.ts';
import type { OciConfig } from '../oci/spec.ts';
import { installedPackages } from '../packages/installed.ts';
import { jarParts, linkedParts, runtimeParts } from './parts/inside.ts';
import { type NodePart, nodeParts } from './parts/node.ts';
import { type PythonPart, pythonParts } from './parts/python.ts';
import { imageSizes } from './parts/sizes.ts';
import { systemParts } from './parts/system.ts';
import { toolchainParts } from './parts/toolchains.ts';
import { type Tree, treeOf } from './tree.ts';
import type { Part, Texts } from './types.ts';

/** All that is read of an image before anything is judged. */
export interface Facts {
  config: OciConfig;
  inventory: Inventory;
  root: ImageRoot;
  tree: Tree;
  os: OsRelease | undefined;
  parts: Part[];
  python: PythonPart[];
  node: NodePart[];
  runtimes: FileLedger['runtimes'];
  /** Ids of the parts that a file is of, by its path; one of several managers first. */
  owners: ReadonlyMap<string, readonly string[]>;
  /** What code says that it uses, by path. */
  code: ReadonlyMap<string, CodeFacts>;
  scripts: ReadonlyMap<string, string>;
  jars: readonly (JarFacts & { path: string })[];
  gaps: string[];
}

export interface FactsInput {
  config: OciConfig;
  inventory: Inventory;
  root: ImageRoot;
  /** Of the layers, lowest first. */
  code: readonly CodeIndex[];
}

/** Names every package of an image and the files that are its own. */
export function factsOf({ config, inventory, root, code }: FactsInput): Facts {
  const { files, texts } = inventory;
  const installed = installedPackages(texts);
  // A file of a package is its own here, whether somebody changed it or not.
  const claim = packageFiles(inventory, installed, () => undefined);
  const os = osRelease(texts);
  const tree = treeOf(files);
  const sizes = imageSizes(tree);
  const licences = new Map(inFinal(files, code, 'licences'));
  const system = systemParts(installed, { files, claim, licences, os });
  const inSystem = new Set(system.flatMap((one) => one.files));
  const { runtimes, claimed } = runtimesIn(root, texts, files, inSystem);
  const jars = inFinal(files, code, 'jars').map(([path, facts]) => ({ path, ...facts }));
  const python = pythonParts(texts, sizes);
  const node = nodeParts(texts, sizes);
  const parts = [
    ...system,
    ...runtimeParts(runtimes, claimed, sizes),
    ...toolchainParts(root, sizes, inSystem),
    ...python,
    ...node,
    ...linkedParts(root),
    ...jarParts(jars, sizes),
  ];
  return {
    ...{ config, inventory, root, os, runtimes, jars, python, node },
    tree,
    parts: onceEach(parts),
    owners: ownersOf(parts),
    code: new Map(inFinal(files, code, 'code')),
    scripts: new Map(inFinal(files, code, 'scripts')),
    gaps: gapsOf(files, code),
  };
}

/** What the layers' indexes have of files that are in the final image. */
function inFinal<K extends 'code' | 'scripts' | 'jars' | 'licences'>(
  files: readonly ImageFile[],
  code: readonly CodeIndex[],
  key: K,
): [string, CodeIndex[K][string]][] {
  return files.flatMap((file): [string, CodeIndex[K][string]][] => {
    if (file.type !== 'file') return [];
    const found = code[file.layer]?.[key][file.entry] as CodeIndex[K][string] | undefined;
    return found === undefined ? [] : [[file.path, found]];
  });
}

function runtimesIn(
  root: ImageRoot,
  texts: Texts,
  files: readonly ImageFile[],
  inSystem: ReadonlySet<string>,
) {
  const programs = root.binaries.flatMap(({ path, runtime }) =>
    runtime && !inSystem.has(path.slice(1)) ? [{ path, runtime }] : [],
  );
  const outside = new Map([...texts].filter(([path]) => !inSystem.has(path)));
  const { runtimes, claim } = runtimeFiles(programs, outside);
  const claimed = new Map<string, string[]>();
  if (runtimes.length === 0) return { runtimes, claimed };
  for (const file of files) {
    const owner = inSystem.has(file.path) ? undefined : claim(file);
    if (!owner || !('kind' in owner) || isInstalled(file.path)) continue;
    const known = claimed.get(owner.name);
    if (known) known.push(file.path);
    else claimed.set(owner.name, [file.path]);
  }
  return { runtimes, claimed };
}

/** What was installed for a runtime is not the runtime. */
function isInstalled(path: string): boolean {
  return /\/(?:site|dist)-packages\//.test(path);
}

function ownersOf(parts: readonly Part[]): Map<string, string[]> {
  const owners = new Map<string, string[]>();
  for (const { id, files } of parts) {
    for (const path of files) {
      const known = owners.get(path);
      if (known) known.push(id);
      else owners.set(path, [id]);
    }
  }
  return owners;
}

/** Two records of one package are one part. */
function onceEach(parts: readonly Part[]): Part[] {
  return [...new Map(parts.map((part) => [part.id, part])).values()];
}

function gapsOf(files: readonly ImageFile[], code: readonly CodeIndex[]): string[] {
  const unread = files.filter(({ layer, entry }) => code[layer]?.unread.includes(entry));
  const rpm = files.some(({ path }) => /^(?:usr\/lib\/sysimage|var\/lib)\/rpm\/./.test(path));
  return [
    ...unread.map(({ path }) => `/${path} cannot be read as a jar, so what is in it is unknown`),
    ...(rpm ? ['the packages of rpm are known to scanners only; audit without --no-scan'] : []),
  ];
}
