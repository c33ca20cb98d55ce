import type { InstalledPackage, Texts } from '../packages/types.ts';
import type { Artifact } from '../plan/types.ts';
import type { ExpectedPackage } from '../scan/types.ts';
import type { ImageRoot } from './image-root.ts';
import { namedNodePackages, nodeFiles, nodePackageOf } from './ledger/node-files.ts';
import { packageFiles } from './ledger/package-files.ts';
import { namedPythonPackages, pythonFiles } from './ledger/python-files.ts';
import { runtimeFiles } from './ledger/runtime-files.ts';
import type {
  Attribution,
  Claim,
  FileLedger,
  Holding,
  LayerHolding,
  Owner,
} from './ledger/types.ts';
import type { ImageFile, Inventory } from './types.ts';

export interface LedgerInput {
  inventory: Inventory;
  root: ImageRoot;
  installed: readonly InstalledPackage[];
  artifacts: readonly Pick<Artifact, 'from' | 'to'>[];
  /** Programs of which the spec says that what is linked into them is known and accepted. */
  opaque: readonly string[];
}

/** Whose every file is, and which packages the files themselves name. */
export interface Ledger {
  files: FileLedger;
  named: ExpectedPackage[];
  /** What each owner holds. */
  holdings: Holding[];
  /** Whose a file of the inventory is. */
  ownerOf: (file: ImageFile) => Attribution;
}

/**
 * Attributes every file of an image, by what the image itself says: package databases, the records
 * of installers, lists in programs. A binary of which nothing says what it is has no owner, as no
 * scanner can know what is in it.
 */
export function ledgerOf(input: LedgerInput): Ledger {
  const files = input.inventory.files.filter(({ type }) => type !== 'directory');
  const claims = claimsOf(input);
  const entries = files.map((file) => ({ file, owner: ownerOf(file, claims.all, input) }));
  const owned = entries.flatMap(({ file, owner }) => ('kind' in owner ? [{ file, owner }] : []));
  const counted: FileLedger = {
    total: files.length,
    attributed: owned.length,
    bytes: { total: bytesOf(entries), attributed: bytesOf(owned) },
    owners: sums(owned, ({ kind }) => kind).map(({ kind, files, bytes }) => ({
      kind,
      files,
      bytes,
    })),
    holdings: layerHoldings(owned),
    unattributed: entries.flatMap(({ file, owner }) =>
      'reason' in owner ? [{ path: `/${file.path}`, reason: owner.reason }] : [],
    ),
    runtimes: claims.runtimes,
  };
  return {
    files: counted,
    named: namedIn(owned, input),
    holdings: sums(owned, ({ kind, name }) => `${kind}\0${name}`),
    ownerOf: (file) => ownerOf(file, claims.all, input),
  };
}

/** What files in no package of the system say is there: a scanner has to see it. */
function namedIn(
  owned: readonly { file: ImageFile; owner: Owner }[],
  { root: { binaries }, inventory: { texts } }: LedgerInput,
): ExpectedPackage[] {
  const programs = new Map(binaries.map(({ path, linked }) => [path, linked?.packages ?? []]));
  return owned.flatMap(({ file: { path }, owner: { kind } }) => {
    if (kind === 'program') return programs.get(`/${path}`) ?? [];
    if (kind !== 'dependency') return [];
    const text = texts.get(path) ?? '';
    return [...namedNodePackages(path, text), ...namedPythonPackages(path, text)];
  });
}

function claimsOf({ inventory, root, installed, opaque }: LedgerInput) {
  const files = new Map(inventory.files.map((file) => [`/${file.path}`, file]));
  const programs = new Map(root.binaries.map((one) => [one.path, one]));
  const packages = packageFiles(inventory, installed, (path) => programs.get(path)?.checksums);
  const unpackaged = root.binaries.flatMap(({ path, runtime }) => {
    const file = files.get(path);
    return runtime && file && !packages(file) ? [{ path, runtime }] : [];
  });
  const { runtimes, claim } = runtimeFiles(
    unpackaged,
    unpackagedTexts(inventory.texts, packages, files),
  );
  const linked: Claim = ({ path }) => {
    const list = programs.get(`/${path}`)?.linked;
    if (list) return { kind: 'program', name: list.list };
    return opaque.includes(`/${path}`)
      ? { kind: 'artifact', name: 'accepted by the spec' }
      : undefined;
  };
  return {
    all: [packages, pythonFiles(inventory.texts), nodeFiles(inventory.texts), claim, linked],
    runtimes,
  };
}

/** What a package installed says nothing about a runtime that no package installed. */
function unpackagedTexts(texts: Texts, packages: Claim, files: Map<string, ImageFile>): Texts {
  return new Map(
    [...texts].filter(([path]) => {
      const file = files.get(`/${path}`);
      return file && !packages(file);
    }),
  );
}

function ownerOf(file: ImageFile, claims: readonly Claim[], input: LedgerInput): Attribution {
  for (const claim of claims) {
    const owner = claim(file);
    if (owner) return owner;
  }
  if (input.root.elf(`/${file.path}`) && file.type !== 'symlink') return { reason: noOwner(file) };
  const stray = strayModule(file);
  if (stray) return { reason: stray };
  if (file.kind === 'base') return { kind: 'base', name: 'the base' };
  if (file.kind === 'runtime') return { kind: 'setting', name: 'harden' };
  const artifact = input.artifacts.find(({ to }) => isBelow(file.path, to));
  if (artifact) return { kind: 'artifact', name: artifact.from };
  return { reason: 'it is in a layer of artifacts, and no artifact of the spec has it' };
}

function noOwner({ kind }: ImageFile): string {
  return kind === 'base' || kind === 'runtime'
    ? 'a binary that no package of the base owns'
    : 'a binary that does not say what is linked into it';
}

/** Modules that an installer put there, and whose package nothing names any more. */
function strayModule({ path, kind }: ImageFile): string | undefined {
  if (kind === 'runtime') return undefined;
  const node = nodePackageOf(path);
  if (node)
    return `it is of ${node.name}, whose package.json is missing or says no name and version`;
  if (/\/(?:site|dist)-packages\/[^/]+\/.*\.py$/.test(`/${path}`))
    return 'no .dist-info with a name and a version lists it, so nobody knows which package it is of';
  return undefined;
}

function isBelow(path: string, to: string): boolean {
  const folder = to.replace(/^\/+|\/+$/g, '');
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

function sums(
  owned: readonly { file: ImageFile; owner: Owner }[],
  key: (owner: Owner) => string,
): Holding[] {
  const found = new Map<string, Holding>();
  for (const { file, owner } of owned) {
    const { files, bytes } = found.get(key(owner)) ?? { files: 0, bytes: 0 };
    found.set(key(owner), { ...owner, files: files + 1, bytes: bytes + file.size });
  }
  return [...found.values()];
}

/** The files of a package database are as many as there are packages: they are one entry. */
function layerHoldings(owned: readonly { file: ImageFile; owner: Owner }[]): LayerHolding[] {
  const named = owned.map(({ file, owner }) => ({
    file,
    owner: owner.kind === 'database' ? { ...owner, name: 'package database' } : owner,
  }));
  const layers = [...new Set(owned.map(({ file }) => file.layer))].sort((a, b) => a - b);
  return layers.flatMap((layer) => {
    const inLayer = named.filter(({ file }) => file.layer === layer);
    return sums(inLayer, ({ kind, name }) => `${kind}\0${name}`).map((one) => ({ ...one, layer }));
  });
}

function bytesOf(entries: readonly { file: ImageFile }[]): number {
  return entries.reduce((sum, { file }) => sum + file.size, 0);
}
