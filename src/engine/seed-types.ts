import type { DebianArchitecture, DebianRequest } from '../debian/types.ts';
import type { GO_RECIPE, NodeRecipe, ScannerRecipe } from './recipe.ts';

/** An image of the lab's registry, under the name it has upstream. */
export interface ImageSeed {
  /** The step's name, and its stamp's. */
  name: string;
  /** As upstream: `docker.io/library/golang:1.24`. */
  upstream: string;
  repository: string;
  tag: string;
  /** Debian replaces its packages by others with another version: then there is no such image. */
  passing?: true;
  source:
    | { kind: 'scanner'; recipe: ScannerRecipe }
    | { kind: 'alpine'; file: string; digest: string }
    | ({ kind: 'debian' } & DebianRoot)
    | ({ kind: 'go'; recipe: typeof GO_RECIPE } & DebianRoot)
    | ({ kind: 'node'; recipe: NodeRecipe } & DebianRoot);
  config: {
    User?: string;
    WorkingDir?: string;
    Entrypoint?: string[];
    Cmd?: string[];
    Env: string[];
    Labels: Record<string, string>;
  };
}

/** A root of packages, with links and files that no package has, paths without a leading slash. */
interface DebianRoot extends Pick<DebianRequest, 'release' | 'packages' | 'links'> {
  purpose: 'base' | 'toolchain';
  /** The named packages alone, and nothing that they depend on. */
  exact?: true;
  files?: Record<string, string>;
  /** The certificate bundle as a file, without its package and the record of it. */
  certificates?: true;
  /** The same for Java, which reads no PEM. */
  javaCertificates?: true;
}

/** This machine's, as Debian names it. */
export const ARCHITECTURE = (process.arch === 'x64' ? 'amd64' : process.arch) as DebianArchitecture;

export const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What an image says of itself that has an upstream name and is not the original. */
export const STAND_IN = {
  'org.opencontainers.image.description':
    "stand-in assembled from Debian packages by harden's lab, not the original image",
  'dev.harden.stand-in': 'true',
};

export const NODE_STAND_IN = {
  ...STAND_IN,
  'org.opencontainers.image.description':
    "stand-in by harden's lab: Node from its npm package on Debian packages, not the original image",
};
