import { NODE_RECIPE, type NodeRecipe } from './recipe.ts';
import { type ImageSeed, NODE_STAND_IN, STAND_IN, SYSTEM_PATH } from './seed-types.ts';

/** What makes an image soft: shells, apt, dpkg and the tools that every Debian has. */
const ESSENTIAL =
  `apt base-files base-passwd bash bsdutils coreutils dash debianutils diffutils dpkg findutils grep
  gzip hostname init-system-helpers libc-bin login mount ncurses-base ncurses-bin passwd perl-base
  sed sysvinit-utils tar util-linux`.split(/\s+/);

const PYTHON = '/usr/bin/python3.13';

interface Slim {
  packages: readonly string[];
  links: Record<string, string>;
  cmd: string;
  node?: NodeRecipe;
}

const PYTHON_SLIM: Slim = {
  packages: ['ca-certificates', 'netbase', 'python3.13', 'tzdata'],
  // The original has its own build of Python there, which is in no package.
  links: {
    'usr/local/bin/python': PYTHON,
    'usr/local/bin/python3': PYTHON,
    'usr/local/bin/python3.13': PYTHON,
  },
  cmd: 'python3',
};

const NODE_SLIM: Slim = { packages: ['libstdc++6'], links: {}, cmd: 'node', node: NODE_RECIPE };

export const SLIM_SEEDS: readonly ImageSeed[] = [
  slim('debian', 'trixie-slim', { packages: [], links: {}, cmd: 'bash' }),
  slim('debian', 'bookworm-slim', { packages: [], links: {}, cmd: 'bash' }, 'bookworm'),
  slim('python', '3.13-slim-trixie', PYTHON_SLIM),
  slim('python', '3.13-slim', PYTHON_SLIM),
  slim('node', '24-trixie-slim', NODE_SLIM),
];

/** A whole Debian with dpkg's own database. */
function slim(
  repository: string,
  tag: string,
  { packages, links, cmd, node }: Slim,
  release = 'trixie',
): ImageSeed {
  return {
    name: `image-${repository}-${tag}`,
    upstream: `docker.io/library/${repository}:${tag}`,
    repository: `library/${repository}`,
    tag,
    source: {
      ...(node ? { kind: 'node', recipe: node } : { kind: 'debian' }),
      release,
      purpose: 'toolchain',
      packages: [...ESSENTIAL, ...packages],
      links,
    },
    config: { Env: [`PATH=${SYSTEM_PATH}`], Cmd: [cmd], Labels: node ? NODE_STAND_IN : STAND_IN },
  };
}
