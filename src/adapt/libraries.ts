import { createHash } from 'node:crypto';
import { textFile } from '../debian/text-file.ts';
import type { Content } from '../oci/types.ts';
import { apkDatabase } from '../packages/apk.ts';
import { DPKG_STATUS_D } from '../packages/dpkg.ts';
import { installedPackages } from '../packages/installed.ts';
import type { InstalledPackage, Texts } from '../packages/types.ts';
import { APK_DATABASE, partialRecord } from './owners.ts';

/** A library taken from the toolchain. */
export interface CopiedLibrary {
  name: string;
  /** Where it lies in the image, without a leading slash. */
  path: string;
  bytes: Buffer;
  owner: InstalledPackage;
}

/**
 * The libraries as a layer in the order of its paths, each with the record of its package in the
 * image's own package database, so that scanners see it. `texts` are the image's databases.
 */
export async function* libraryContents(
  libraries: readonly CopiedLibrary[],
  texts: Texts,
): AsyncGenerator<Content> {
  const files = libraries.map(({ path, bytes }) => textFile(path, bytes));
  const all = [...files, ...recordsOf(libraries, texts)].sort((a, b) =>
    a.entry.path < b.entry.path ? -1 : 1,
  );
  yield* all;
}

function recordsOf(libraries: readonly CopiedLibrary[], texts: Texts): Content[] {
  const installed = installedPackages(texts);
  const present = new Set(installed.map(({ name }) => name));
  const owners = [...new Map(libraries.map(({ owner }) => [owner.name, owner])).values()];
  const records = owners
    .filter(({ name }) => !present.has(name))
    .map((owner) => ({
      owner,
      ...partialRecord(
        owner,
        libraries.filter((one) => one.owner.name === owner.name).map(described),
      ),
    }));
  const apk = records.filter(({ owner }) => owner.manager === 'apk');
  const dpkg = records.filter(({ owner }) => owner.manager === 'dpkg');
  const database = installed.find(({ manager }) => manager === 'apk')?.database ?? APK_DATABASE;
  const before = installed.filter((one) => one.database === database);
  return [
    ...dpkg.flatMap(({ owner, record, checksums }) => [
      textFile(`${DPKG_STATUS_D}${owner.name}`, `${record}\n`),
      textFile(`${DPKG_STATUS_D}${owner.name}.md5sums`, checksums),
    ]),
    ...(apk.length === 0
      ? []
      : [
          textFile(
            database,
            apkDatabase([...before, ...apk.map((one) => ({ ...one.owner, record: one.record }))]),
          ),
        ]),
  ];
}

function described({ path, bytes }: CopiedLibrary): { path: string; md5: string } {
  return { path, md5: createHash('md5').update(bytes).digest('hex') };
}
