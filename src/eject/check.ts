import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Compiled } from '../compile.ts';
import { findImage } from '../find-image.ts';
import type { RegistryClient } from '../registry/client.ts';
import { differentConfig, differentFiles } from './differences.ts';
import { fileSet } from './file-set.ts';
import { lastBuild } from './last-build.ts';

export interface CheckRequest {
  compiled: Compiled;
  /** An OCI layout, an archive, or a reference in a registry. */
  image: string;
  cwd: string;
  registry: RegistryClient;
  signal: AbortSignal;
}

/** What `harden eject --check --json` prints. */
export interface CheckedImage {
  schemaVersion: 1;
  image: string;
  /** Digests of the image and of harden's own. */
  digest: string;
  own: string;
  files: number;
  /** A line each; none where both have the same files and start in the same way. */
  differences: string[];
}

/** Holds an image to that of the last build: its files, by all but their time, and how it starts. */
export async function checkEjected(request: CheckRequest): Promise<CheckedImage> {
  const { compiled, image, cwd, registry, signal } = request;
  const { layout: own } = await lastBuild(compiled);
  const folder = await mkdtemp(join(tmpdir(), 'harden-eject-'));
  try {
    const place = { path: (name: string) => join(folder, name) };
    const asked = { image, cwd, platform: compiled.plan.platform };
    const { layout } = await findImage(asked, registry, place);
    const [expected, read] = [await fileSet(own, signal), await fileSet(layout, signal)];
    return {
      schemaVersion: 1,
      ...{ image, digest: layout.manifestDigest, own: own.manifestDigest },
      files: read.size,
      differences: [
        ...differentFiles(expected, read),
        ...differentConfig(own.config.config ?? {}, layout.config.config ?? {}),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
