import { DISTROLESS_SEEDS } from './distroless-seeds.ts';
import { JAVA_SEEDS } from './java-seeds.ts';
import { SCANNER_SEEDS } from './scanner-seeds.ts';
import type { ImageSeed } from './seed-types.ts';
import { SERVICE_SEEDS } from './service-seeds.ts';
import { SLIM_SEEDS } from './slim-seeds.ts';
import { TOOLCHAIN_SEEDS } from './toolchain-seeds.ts';

/** What the registry always has. Alpine comes to it where a root file system of it is at hand. */
export const IMAGE_SEEDS: readonly ImageSeed[] = [
  ...SCANNER_SEEDS,
  ...TOOLCHAIN_SEEDS,
  ...DISTROLESS_SEEDS,
  ...SLIM_SEEDS,
  ...JAVA_SEEDS,
  ...SERVICE_SEEDS,
];
