import { type DebianRoot, type ImageSeed, STAND_IN, SYSTEM_PATH } from './seed-types.ts';

/** Packages of distroless images as their build files list them, each on top of the one before. */
const TRIXIE = {
  static: ['base-files', 'media-types', 'netbase', 'tzdata', 'tzdata-legacy'],
  base: ['libc6', 'libssl3t64', 'libzstd1', 'zlib1g'],
  cc: ['gcc-14-base', 'libgcc-s1', 'libgomp1', 'libstdc++6'],
  python3: [
    ...[
      'libbz2-1.0',
      'libc-bin',
      'libcom-err2',
      'libcrypt1',
      'libdb5.3t64',
      'libexpat1',
      'libffi8',
    ],
    ...[
      'libgssapi-krb5-2',
      'libk5crypto3',
      'libkeyutils1',
      'libkrb5-3',
      'libkrb5support0',
      'liblzma5',
    ],
    ...[
      'libncursesw6',
      'libnsl2',
      'libpython3.13-minimal',
      'libpython3.13-stdlib',
      'libreadline8t64',
    ],
    ...[
      'libsqlite3-0',
      'libtinfo6',
      'libtirpc3t64',
      'libuuid1',
      'python3.13-minimal',
      'python3.13-venv',
    ],
  ],
};
const BOOKWORM = {
  static: ['base-files', 'media-types', 'netbase', 'tzdata'],
  base: ['libc6', 'libssl3'],
  cc: ['gcc-12-base', 'libgcc-s1', 'libgomp1', 'libstdc++6'],
};

const PYTHON = { 'usr/bin/python': 'python3.13', 'usr/bin/python3': 'python3.13' };

/** What makes an image soft: shells, apt, dpkg and the tools that every Debian has. */
const ESSENTIAL = [
  ...['apt', 'base-files', 'base-passwd', 'bash', 'bsdutils', 'coreutils', 'dash', 'debianutils'],
  ...[
    'diffutils',
    'dpkg',
    'findutils',
    'grep',
    'gzip',
    'hostname',
    'init-system-helpers',
    'libc-bin',
  ],
  ...[
    'login',
    'mount',
    'ncurses-base',
    'ncurses-bin',
    'passwd',
    'perl-base',
    'sed',
    'sysvinit-utils',
  ],
  ...['tar', 'util-linux'],
];

export const BASE_SEEDS: readonly ImageSeed[] = [
  distroless('static-debian13', 'trixie', TRIXIE.static),
  distroless('base-nossl-debian13', 'trixie', [...TRIXIE.static, 'libc6']),
  distroless('base-debian13', 'trixie', [...TRIXIE.static, ...TRIXIE.base]),
  distroless('cc-debian13', 'trixie', [...TRIXIE.static, ...TRIXIE.base, ...TRIXIE.cc]),
  distroless(
    'python3-debian13',
    'trixie',
    [...TRIXIE.static, ...TRIXIE.base, ...TRIXIE.cc, ...TRIXIE.python3],
    { links: PYTHON },
    { Entrypoint: ['/usr/bin/python3.13'], Env: ['LANG=C.UTF-8'] },
  ),
  distroless('static-debian12', 'bookworm', BOOKWORM.static),
  distroless('base-debian12', 'bookworm', [...BOOKWORM.static, ...BOOKWORM.base]),
  distroless('cc-debian12', 'bookworm', [...BOOKWORM.static, ...BOOKWORM.base, ...BOOKWORM.cc]),
  slim('debian', 'trixie-slim', []),
  slim('python', '3.13-slim-trixie', ['ca-certificates', 'netbase', 'python3.13', 'tzdata'], {
    'usr/local/bin/python3': '/usr/bin/python3.13',
    'usr/local/bin/python3.13': '/usr/bin/python3.13',
  }),
];

/** As upstream: packages without their dependencies, a user of its own, the bundle as a file. */
function distroless(
  name: string,
  release: 'trixie' | 'bookworm',
  packages: readonly string[],
  root: Partial<DebianRoot> = {},
  config: { Entrypoint?: string[]; Env?: string[] } = {},
): ImageSeed {
  const version = release === 'trixie' ? '13' : '12';
  return {
    name: `image-distroless-${name}`,
    upstream: `gcr.io/distroless/${name}:nonroot`,
    repository: `distroless/${name}`,
    tag: 'nonroot',
    source: {
      kind: 'debian',
      release,
      purpose: 'base',
      exact: true,
      packages: [...packages, 'ca-certificates'].sort(),
      links: {},
      files: { 'usr/lib/os-release': osRelease(version, release) },
      ...root,
    },
    config: {
      User: '65532',
      WorkingDir: '/home/nonroot',
      ...(config.Entrypoint && { Entrypoint: config.Entrypoint }),
      Env: [
        `PATH=${SYSTEM_PATH}`,
        'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
        ...(config.Env ?? []),
      ],
      Labels: STAND_IN,
    },
  };
}

function osRelease(version: string, codename: string): string {
  return [
    'PRETTY_NAME="Distroless"',
    'NAME="Debian GNU/Linux"',
    'ID="debian"',
    `VERSION_ID="${version}"`,
    `VERSION="Debian GNU/Linux ${version} (${codename})"`,
    '',
  ].join('\n');
}

function slim(
  repository: string,
  tag: string,
  packages: readonly string[],
  links: Record<string, string> = {},
): ImageSeed {
  return {
    name: `image-${repository}-slim`,
    upstream: `docker.io/library/${repository}:${tag}`,
    repository: `library/${repository}`,
    tag,
    source: {
      kind: 'debian',
      release: 'trixie',
      purpose: 'toolchain',
      packages: [...ESSENTIAL, ...packages],
      links,
    },
    config: { Env: [`PATH=${SYSTEM_PATH}`], Cmd: ['bash'], Labels: STAND_IN },
  };
}
