import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BundleRecord, TYPES } from '../../src/bundle/format.ts';
import { artifactItem, type Item } from '../../src/bundle/item.ts';
import { writeBundle } from '../../src/bundle/write.ts';
import { formatLock } from '../../src/lock/format.ts';
import { canonicalJson } from '../../src/oci/spec.ts';
import type { BuildPlan } from '../../src/plan/types.ts';
import { contentFor, planOf } from '../lock/locks.ts';
import { folder } from '../oci/contents.ts';

export const RECORD: BundleRecord = {
  version: 1,
  name: 'shop',
  platform: 'linux/amd64',
  host: 'linux/amd64',
  helper: { version: '13.3', packages: [] },
  apk: [],
};

export const signal = new AbortController().signal;

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What a bundle says of itself, for a plan that its lock fits. */
export function ownItem(record: object = RECORD, plan: BuildPlan = planOf()): Item {
  return artifactItem({
    ...{ kind: 'bundle', name: 'shop', artifactType: TYPES.bundle, layers: [] },
    documents: [
      { mediaType: TYPES.record, bytes: canonicalJson(record) },
      { mediaType: TYPES.lock, bytes: Buffer.from(formatLock(contentFor(plan))) },
    ],
  });
}

/** Debian packages with these texts in place of packages, as files of a folder of their own. */
export async function packages(...texts: string[]): Promise<Item> {
  const dir = await folder();
  const layers = [];
  for (const text of texts) {
    const file = join(dir, sha256(text));
    await writeFile(file, text);
    const digest = `sha256:${sha256(text)}`;
    layers.push({ mediaType: TYPES.package, digest, size: text.length, file });
  }
  const artifactType = TYPES.packages;
  return artifactItem({ kind: 'packages', name: 'base of debian:trixie', artifactType, layers });
}

/** Writes a bundle with these packages, as a `.tar` or a folder. */
export async function bundleOf(name: string, ...texts: string[]): Promise<string> {
  const path = join(await folder(), name);
  await writeBundle([ownItem(), await packages(...texts)], path, signal);
  return path;
}
