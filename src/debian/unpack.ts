import type { Content, Entry } from '../oci/types.ts';
import { bundleOf, isCertificate } from './certificates.ts';
import { badPackage, openDeb, readAll } from './deb.ts';
import { imagePath, isLeftOut, linkTarget } from './paths.ts';
import { linksOf, seedFiles, seedFolders } from './seed.ts';
import { databaseFiles, listFile, statusEntries } from './status.ts';
import type { TarEntry } from './tar-read.ts';
import { newTree, type Tree } from './tree.ts';
import type { DebianRequest } from './types.ts';

/** A package whose file is at hand. */
export interface PackageFile {
  name: string;
  file: string;
}

type RootRequest = Pick<DebianRequest, 'architecture' | 'links' | 'packages' | 'purpose'>;

/**
 * The root of the packages, as one stream in an order that depends on them alone: the folders
 * every root has, each package's files in name order, its record for scanners, then the files
 * that maintainer scripts would have made. An addition has neither those folders nor users.
 * Throws HardenError debian/conflicting-files and debian/bad-package.
 */
export async function* unpack(
  packages: PackageFile[],
  request: RootRequest,
): AsyncGenerator<Content> {
  const tree = newTree();
  const certificates = new Map<string, Buffer>();
  const controls: string[] = [];
  const { purpose } = request;

  if (purpose !== 'addition') {
    for (const content of seedFolders(request.architecture)) yield* tree.place(content, 'harden');
  }
  for (const { name, file } of packages) {
    const deb = await openDeb(file, name);
    const paths: string[] = [];
    for await (const item of deb.data()) {
      const found = convert(item, name, purpose);
      if (!found) continue;
      const content = await keepCertificate(found, certificates);
      if (isLeftOut(content.entry.path, purpose)) continue;
      paths.push(content.entry.path);
      yield* placed(tree, content, name);
    }
    controls.push(deb.control);
    if (purpose === 'toolchain') {
      yield* tree.place(listFile(name, deb.control, paths), name);
      continue;
    }
    for (const content of statusEntries(name, deb)) yield* tree.place(content, name);
  }
  if (purpose === 'toolchain') {
    for (const content of databaseFiles(controls)) yield* tree.place(content, 'harden');
  }

  const names = new Set(packages.map(({ name }) => name));
  const seeds = purpose === 'addition' ? [] : seedFiles();
  for (const content of [...seeds, ...bundleOf(certificates, names)]) {
    if (!tree.has(content.entry.path)) yield* tree.place(content, 'harden');
  }
  for (const content of linksOf(request, names)) yield* tree.place(content, 'links');
}

/** A tar entry as an entry of the image; nothing for the root and for what harden makes. */
function convert(
  { header, body }: TarEntry,
  name: string,
  purpose: DebianRequest['purpose'],
): Content | undefined {
  try {
    if (Object.keys(header.pax ?? {}).some((key) => key.startsWith('GNU.sparse'))) {
      throw new Error(`its entry ${header.name} is stored as a sparse file`);
    }
    const path = imagePath(header.name);
    if (path === '') return undefined;
    const mode = header.mode & (purpose === 'toolchain' ? 0o7777 : 0o1777);
    const common = { path, mode, uid: header.uid, gid: header.gid, size: 0 };
    const entry = typed(header, common);
    return entry.type === 'file' ? { entry, body } : { entry };
  } catch (thrown) {
    throw badPackage(name, thrown);
  }
}

function typed(header: TarEntry['header'], common: Omit<Entry, 'type'>): Entry {
  switch (header.type) {
    case 'file':
    case 'contiguous-file':
      return { ...common, type: 'file', size: header.size };
    case 'directory':
      return { ...common, type: 'directory' };
    case 'symlink':
      return {
        ...common,
        type: 'symlink',
        mode: 0o777,
        target: linkTarget(common.path, header.linkname ?? ''),
      };
    case 'link':
      return { ...common, type: 'hardlink', target: imagePath(header.linkname) };
    default:
      throw new Error(`its entry ${header.name} is a ${header.type}, which no package may have`);
  }
}

async function keepCertificate(
  content: Content,
  certificates: Map<string, Buffer>,
): Promise<Content> {
  if (!content.body || !isCertificate(content.entry.path)) return content;
  const bytes = await readAll(content.body);
  certificates.set(content.entry.path, bytes);
  return { entry: content.entry, body: once(bytes) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function placed(tree: Tree, content: Content, name: string): Content[] {
  try {
    return tree.place(content, name);
  } catch (thrown) {
    throw badPackage(name, thrown);
  }
}
