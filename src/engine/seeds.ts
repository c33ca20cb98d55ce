import { BASE_SEEDS } from './base-seeds.ts';
import type { ImageSeed } from './seed-types.ts';
import { TOOLCHAIN_SEEDS } from './toolchain-seeds.ts';

export const IMAGE_SEEDS: readonly ImageSeed[] = [...TOOLCHAIN_SEEDS, ...BASE_SEEDS];

/** Where Trivy looks for its database upstream; the lab's registry has its own there. */
export const DATABASE_SEED = {
  upstream: 'ghcr.io/aquasecurity/trivy-db:2',
  repository: 'aquasecurity/trivy-db',
  tag: '2',
  configType: 'application/vnd.aquasec.trivy.config.v1+json',
  layerType: 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip',
  title: 'db.tar.gz',
} as const;
