import { createReadStream } from 'node:fs';
import { type CopiedLibrary, libraryContents } from '../adapt/libraries.ts';
import { blobDir } from '../cache.ts';
import { error, HardenError, type Span } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { readInventory } from '../inspect/inventory.ts';
import type { Inventory } from '../inspect/types.ts';
import { collectFiles } from '../oci/collect.ts';
import { writeLayer } from '../oci/layer.ts';
import { layerSource } from '../oci/layer-source.ts';
import type { LayerBlob } from '../oci/types.ts';
import { installedPackages, isDatabaseFile } from '../packages/installed.ts';
import type { InstalledPackage } from '../packages/types.ts';
import type { Settings } from '../plan/types.ts';
import { filesByPath, inOrder, realPath } from '../settings/place.ts';
import { localeFolder } from '../spec/locale.ts';
import type { ResolvedBase } from './base.ts';
import type { InputContext } from './context.ts';
import { debianRoot } from './debian-root.ts';

const LOCALES = 'usr/lib/locale/';
const LIBC = /(?:^|\/)libc\.so\.6$/;

type Locale = NonNullable<Settings['locale']>;

/**
 * One locale out of Debian's package of all, with the record of that package for the files that are
 * taken. Nothing where the base has the locale, or has no glibc to read it.
 * @throws HardenError runtime/unknown-locale.
 */
export async function localeLayer(
  { name, data, origin }: Locale,
  { image }: ResolvedBase,
  context: InputContext,
): Promise<LayerBlob | undefined> {
  const { signal } = context;
  const source = layerSource(image.layers);
  const base = await readInventory(source, {
    texts: isDatabaseFile,
    blobDir: blobDir(),
    signal,
  });
  const there = base.files.some(({ path }) => path.startsWith(`${LOCALES}${localeFolder(name)}/`));
  const glibc = base.files.some(({ path }) => LIBC.test(path));
  if (there || (!glibc && name === 'C.UTF-8')) return undefined;
  if (!glibc) throw noReader(name, origin);
  if (!data) throw notThere(name, origin);
  const { release } = data;
  const request = { release, packages: [data.package], drop: {}, links: {} };
  const root = await debianRoot(
    { ...request, purpose: 'addition', exact: true },
    'packages',
    context,
    origin,
  );
  const taken = await filesOf(root.layer, name, data, origin);
  const contents = await collected(libraryContents(taken, base.texts));
  return writeLayer(inOrder(contents, filesByPath(base.files)), blobDir(), { signal });
}

/** Of a locale most files are links to those of others: what they lead to is taken in their place. */
async function filesOf(
  layer: LayerBlob,
  name: string,
  data: NonNullable<Locale['data']>,
  origin: Span,
): Promise<CopiedLibrary[]> {
  const packaged = await readInventory(layerSource([{ blob: layer }]), {
    texts: isDatabaseFile,
    blobDir: blobDir(),
  });
  const folder = `${LOCALES}${data.folder}/`;
  const files = filesByPath(packaged.files);
  const wanted = new Map(
    packaged.files.flatMap(({ path, type }) =>
      path.startsWith(folder) && type !== 'directory' ? [[path, realPath(files, path)]] : [],
    ),
  );
  const owner = ownerIn(packaged, data.package);
  if (wanted.size === 0 || !owner) throw unknown(name, data, packaged, origin);
  const targets = new Set(wanted.values());
  const tar = createReadStream(layer.file);
  const bytes = await collectFiles(tar, (path) => targets.has(path), blobDir());
  return [...wanted].map(([path, target]) => ({
    name: path,
    path,
    bytes: bytes.get(target) ?? Buffer.alloc(0),
    owner,
  }));
}

function ownerIn({ texts }: Inventory, name: string): InstalledPackage | undefined {
  return installedPackages(texts).find((one) => one.name === name);
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function unknown(
  name: string,
  data: NonNullable<Locale['data']>,
  { files }: Inventory,
  span: Span,
): HardenError {
  const names = files.flatMap(({ path, type }) => {
    const folder = path.slice(LOCALES.length);
    const is = type === 'directory' && path.startsWith(LOCALES) && !folder.includes('/');
    return is && folder.includes('.utf8') ? [folder.replace('.utf8', '.UTF-8')] : [];
  });
  const message = `${data.package} of Debian ${data.release} has ${names.length} locales in UTF-8, and none is called ${name}`;
  const near = suggest(name, names);
  const language = names.filter((one) => one.split('_')[0] === name.split('_')[0]);
  const hint = near
    ? `did you mean ${near}?`
    : `write one of: ${(language.length > 0 ? language : ['de_DE.UTF-8', 'en_US.UTF-8']).slice(0, 5).join(', ')}`;
  return failed(message, hint, span);
}

function noReader(name: string, span: Span): HardenError {
  const message = `the base has no glibc, and nothing else reads the data of ${name}`;
  return failed(
    message,
    `write runtime: {env: {LANG: ${name}}} for a program that brings its own`,
    span,
  );
}

function notThere(name: string, span: Span): HardenError {
  const message = `the base has no locale ${name}, and is none that Debian’s would fit`;
  const hint = `take base: debian, or name its own package under runtime.packages, on chainguard glibc-locale-${name.split('_')[0]}`;
  return failed(message, hint, span);
}

function failed(message: string, hint: string, span: Span): HardenError {
  return new HardenError(error('runtime/unknown-locale', message, { span, hint }));
}
