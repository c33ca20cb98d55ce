import type { Kind } from './kind.ts';
import { ociArchives } from './kind-archive.ts';
import { packages } from './kind-deb.ts';
import { programs } from './kind-elf.ts';
import { indexes } from './kind-index.ts';
import { layers } from './kind-layer.ts';

export const KINDS: Kind[] = [layers(), packages(), ociArchives(), indexes(), programs()];
