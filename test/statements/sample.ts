import type { InstalledPackage } from '../../src/packages/types.ts';
import type { BillInput } from '../../src/statements/bill.ts';
import { billOf } from '../../src/statements/bill.ts';
import type { Bill } from '../../src/statements/types.ts';

const hex = (digit: string) => `sha256:${digit.repeat(64)}`;

function debian(name: string, version: string, more: string, depends: string[]): InstalledPackage {
  return {
    name,
    version,
    manager: 'dpkg',
    files: [],
    checksums: {},
    provides: [],
    depends,
    record: `Package: ${name}\nVersion: ${version}\nArchitecture: amd64\n${more}`,
    database: `var/lib/dpkg/status.d/${name}`,
  };
}

/** What was found in an image with packages, a copied library, a Node of nobody and npm packages. */
function contents(more: Partial<BillInput> = {}): BillInput {
  return {
    image: {
      name: 'registry.example/shop/Orders:1',
      digest: hex('a'),
      configDigest: hex('b'),
      platform: 'linux/amd64',
      base: { ref: 'gcr.io/distroless/cc-debian13:nonroot', digest: hex('c') },
    },
    harden: '1.2.3',
    os: { family: 'debian', version: '13.8' },
    installed: [
      debian('libc6', '2.41-12', 'Source: glibc', []),
      debian('libstdc++6', '14.2.0-19', 'Source: gcc-14', ['libc6', 'gcc-14-base']),
      debian('zlib1g', '1:1.3.1-1+b1', 'Source: zlib (1:1.3.1-1)', ['libc6']),
    ],
    seen: [
      {
        ...{ name: 'libc6', version: '2.41-12', class: 'os', type: 'debian' },
        ...{ purl: 'pkg:deb/debian/libc6@2.41-12', licences: ['LGPL-2.1-or-later', 'Inner-Net'] },
      },
      {
        ...{ name: 'node', version: '24.1.0', class: 'app', type: 'binary' },
        ...{ purl: 'pkg:generic/node@24.1.0', path: 'nodejs/bin/node' },
      },
      ...(['', 'node_modules/b/'] as const).map((inside) => ({
        ...{ name: '@scope/a', version: '1.0.0', class: 'app' as const, type: 'node-pkg' },
        ...{ purl: 'pkg:npm/%40scope/a@1.0.0', licences: ['(MIT OR Apache-2.0)'] },
        path: `app/node_modules/${inside}@scope/a/package.json`,
      })),
      {
        ...{ name: 'example.com/app', version: '', class: 'app', type: 'gobinary' },
        ...{ purl: 'pkg:golang/example.com/app', path: 'app/server' },
        dependsOn: ['pkg:golang/golang.org/x/text@v0.3.5'],
      },
      {
        ...{ name: 'golang.org/x/text', version: 'v0.3.5', class: 'app', type: 'gobinary' },
        ...{ purl: 'pkg:golang/golang.org/x/text@v0.3.5', path: 'app/server' },
      },
    ],
    copied: [{ path: '/usr/lib/libz.so.1', package: 'zlib1g' }],
    ledger: {
      runtimes: [
        { name: 'node', version: '24.1.0', path: '/nodejs/bin/node' },
        { name: 'python', version: '3.13.2', path: '/opt/python3.13' },
      ],
      unattributed: [],
    },
    holdings: [
      { kind: 'runtime', name: 'node 24.1.0', files: 1, bytes: 9 },
      { kind: 'package', name: 'libc6', files: 12, bytes: 120 },
      { kind: 'package', name: 'zlib1g', files: 1, bytes: 10 },
    ],
    ...more,
  };
}

export function bill(more: Partial<BillInput> = {}): Bill {
  return billOf(contents(more));
}
