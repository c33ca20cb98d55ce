import { DISTROLESS_SEEDS } from './distroless-seeds.ts';
import { JAVA_SEEDS } from './java-seeds.ts';
import type { ImageSeed } from './seed-types.ts';
import { SLIM_SEEDS } from './slim-seeds.ts';
import { TOOLCHAIN_SEEDS } from './toolchain-seeds.ts';

/** What the registry always has. Alpine comes to it where a root file system of it is at hand. */
export const IMAGE_SEEDS: readonly ImageSeed[] = [
  ...TOOLCHAIN_SEEDS,
  ...DISTROLESS_SEEDS,
  ...SLIM_SEEDS,
  ...JAVA_SEEDS,
];

/** Where Trivy looks for its database upstream; the lab's registry has its own there. */
export const DATABASE_SEED = {
  upstream: 'ghcr.io/aquasecurity/trivy-db:2',
  repository: 'aquasecurity/trivy-db',
  tag: '2',
  configType: 'application/vnd.aquasec.trivy.config.v1+json',
  layerType: 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip',
  title: 'db.tar.gz',
} as const;

/** Where Trivy looks for the names of jars that do not say their own. */
export const JAVA_INDEX_SEED = {
  upstream: 'ghcr.io/aquasecurity/trivy-java-db:1',
  repository: 'aquasecurity/trivy-java-db',
  tag: '1',
  configType: DATABASE_SEED.configType,
  layerType: 'application/vnd.aquasec.trivy.javadb.layer.v1.tar+gzip',
  title: 'javadb.tar.gz',
} as const;
