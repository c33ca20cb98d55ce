import { distrolessPackages } from './distroless-packages.ts';
import { DISTROLESS_NODE_RECIPE, type NodeRecipe } from './recipe.ts';
import {
  ARCHITECTURE,
  type ImageSeed,
  NODE_STAND_IN,
  STAND_IN,
  SYSTEM_PATH,
} from './seed-types.ts';

/** A release of Debian, and its number in the names of images. */
const RELEASES = { trixie: '13', bookworm: '12' } as const;

type Release = keyof typeof RELEASES;

/** What an image has that its packages do not tell. */
interface Special {
  links?: Record<string, string>;
  entrypoint?: string[];
  env?: string[];
  node?: NodeRecipe;
  javaCertificates?: true;
}

const PYTHON: Special = {
  links: { 'usr/bin/python': 'python3.13', 'usr/bin/python3': 'python3.13' },
  entrypoint: ['/usr/bin/python3.13'],
  env: ['LANG=C.UTF-8'],
};

const JAVA: Special = {
  links: { 'usr/bin/java': `/usr/lib/jvm/java-21-openjdk-${ARCHITECTURE}/bin/java` },
  entrypoint: ['/usr/bin/java', '-jar'],
  env: ['LANG=C.UTF-8'],
  javaCertificates: true,
};

const NODE: Special = { entrypoint: ['/nodejs/bin/node'], node: DISTROLESS_NODE_RECIPE };

const TAGS = [
  { tag: 'nonroot', User: '65532', WorkingDir: '/home/nonroot' },
  // The tag that `harden` refuses: it runs as root.
  { tag: 'latest', User: '0', WorkingDir: '/' },
];

export const DISTROLESS_SEEDS: readonly ImageSeed[] = TAGS.flatMap((tagged) => [
  distroless(tagged, 'trixie', 'static'),
  distroless(tagged, 'trixie', 'base-nossl'),
  distroless(tagged, 'trixie', 'base'),
  distroless(tagged, 'trixie', 'cc'),
  distroless(tagged, 'trixie', 'python3', PYTHON),
  distroless(tagged, 'trixie', 'java21', JAVA),
  distroless(tagged, 'trixie', 'nodejs24', NODE),
  distroless(tagged, 'bookworm', 'static'),
  distroless(tagged, 'bookworm', 'base'),
  distroless(tagged, 'bookworm', 'cc'),
]);

/** As upstream: packages without their dependencies, a user of its own, the bundle as a file. */
function distroless(
  { tag, ...user }: (typeof TAGS)[number],
  release: Release,
  flavour: string,
  { links = {}, entrypoint, env = [], node, javaCertificates }: Special = {},
): ImageSeed {
  const name = `${flavour}-debian${RELEASES[release]}`;
  return {
    name: `image-distroless-${name}${tag === 'nonroot' ? '' : `-${tag}`}`,
    upstream: `gcr.io/distroless/${name}:${tag}`,
    repository: `distroless/${name}`,
    tag,
    source: {
      ...(node ? { kind: 'node', recipe: node } : { kind: 'debian' }),
      release,
      purpose: 'base',
      exact: true,
      packages: distrolessPackages(release, flavour),
      links,
      files: { 'usr/lib/os-release': osRelease(release) },
      certificates: true,
      ...(javaCertificates && { javaCertificates }),
    },
    config: {
      ...user,
      ...(entrypoint && { Entrypoint: entrypoint }),
      Env: [`PATH=${SYSTEM_PATH}`, 'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt', ...env],
      Labels: node ? NODE_STAND_IN : STAND_IN,
    },
  };
}

/** etc/os-release is a link to it, which base-files brings. */
function osRelease(release: Release): string {
  const version = RELEASES[release];
  return [
    'PRETTY_NAME="Distroless"',
    'NAME="Debian GNU/Linux"',
    'ID="debian"',
    `VERSION_ID="${version}"`,
    `VERSION="Debian GNU/Linux ${version} (${release})"`,
    '',
  ].join('\n');
}
