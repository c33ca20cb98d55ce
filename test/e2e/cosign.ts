import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { pushBlob, pushManifest } from '../../src/engine/push.ts';
import type { GoProgram } from '../../src/engine/recipe.ts';
import { startRegistry } from '../../src/engine/registry-server.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { MEDIA } from '../../src/oci/spec.ts';
import { ended, goProgram } from './go-program.ts';
import { projectOf } from './temporary.ts';

const VERSION = '3.1.3';
const RECIPE: GoProgram = {
  name: `cosign-${VERSION}`,
  module: {
    path: 'github.com/sigstore/cosign/v3',
    version: `v${VERSION}`,
    sum: 'h1:001JQRI/PJ/5T+g/kJ1KTvKFbb322+fomc+pHDZ/6sg=',
  },
  package: 'github.com/sigstore/cosign/v3/cmd/cosign',
  env: { CGO_ENABLED: '0' },
  flags: ['-mod=mod', '-trimpath', '-ldflags', '-s -w'],
};

/** Builds cosign once for all runs, and gives a function that runs it in a folder of its own. */
export async function cosign() {
  const program = await goProgram(RECIPE);
  const folder = await projectOf({});
  const env = { COSIGN_PASSWORD: 'correct horse' };
  return {
    folder,
    env,
    run: (...args: string[]) =>
      ended(program, args, { cwd: folder, env: { ...process.env, ...env } }),
  };
}

/** A registry of the test's own, which is gone when it ends. */
export async function registry(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-registry-'));
  const { pid, address } = await startRegistry(join(folder, 'storage'), join(folder, 'config.yml'));
  onTestFinished(async () => {
    process.kill(pid);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return address;
}

/** Pushes the image of a layout, and gives its reference by digest. */
export async function pushed(registry: string, layoutDir: string, name: string): Promise<string> {
  const repository = { registry, name };
  const { manifest, manifestDigest, blobPath } = await readLayout(layoutDir);
  for (const blob of [manifest.config, ...manifest.layers]) {
    await pushBlob(repository, blob, { file: blobPath(blob.digest) });
  }
  const bytes = await readFile(blobPath(manifestDigest));
  await pushManifest(repository, manifestDigest, manifest.mediaType ?? MEDIA.manifest, bytes);
  return `${registry}/${name}@${manifestDigest}`;
}
