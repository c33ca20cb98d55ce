import { deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';
import type { ExpectedPackage } from '../scan/types.ts';
import { programWith } from './program.ts';

/** A package with a hole that has been known for years, and the files that say that it is there. */
export interface Planted extends ExpectedPackage {
  /** As people call it. */
  ecosystem: string;
  class: 'os' | 'app';
  files: PlantedFile[];
}

export interface PlantedFile {
  path: string;
  bytes: Uint8Array;
  mode?: number;
}

const text = (path: string, content: string) => ({ path, bytes: Buffer.from(content) });
const program = (path: string, section: string, bytes: Uint8Array) => ({
  path,
  bytes: programWith(section, bytes),
  mode: 0o755,
});

/** The system that the image says it is, in both places that scanners look at. */
export const SYSTEM: readonly PlantedFile[] = [
  text('etc/os-release', 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n'),
  text('etc/debian_version', '12.0\n'),
];

const GO_START = '3077af0c9274080241e1c107e6d618e6';
const GO_END = 'f932433186182072008242104116d8f2';

/** None of it runs: it is what a scanner reads of a package, and nothing else. */
export const PLANTED: readonly Planted[] = [
  {
    ...{ ecosystem: 'Debian', class: 'os', type: 'debian', name: 'openssl', version: '3.0.9-1' },
    files: [
      text(
        'var/lib/dpkg/status.d/openssl',
        'Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 3.0.9-1\nMaintainer: nobody\nDescription: planted\n',
      ),
    ],
  },
  {
    ...{ ecosystem: 'npm', class: 'app', type: 'node', name: 'minimist', version: '1.2.5' },
    files: [
      text('app/node_modules/minimist/package.json', '{"name":"minimist","version":"1.2.5"}'),
    ],
  },
  {
    ...{ ecosystem: 'PyPI', class: 'app', type: 'python', name: 'Jinja2', version: '2.10' },
    files: [
      text(
        'usr/lib/python3/site-packages/Jinja2-2.10.dist-info/METADATA',
        'Metadata-Version: 2.1\nName: Jinja2\nVersion: 2.10\n',
      ),
    ],
  },
  {
    ...{ ecosystem: 'Go', class: 'app', type: 'go', name: 'golang.org/x/text', version: 'v0.3.5' },
    files: [program('app/go', '.go.buildinfo', goBuildInfo())],
  },
  {
    ...{ ecosystem: 'Rust', class: 'app', type: 'rust', name: 'time', version: '0.1.40' },
    files: [program('app/rust', '.dep-v0', crates())],
  },
  {
    ...{ ecosystem: 'Maven', class: 'app', type: 'java' },
    ...{ name: 'org.apache.logging.log4j:log4j-core', version: '2.14.1' },
    files: [{ path: 'app/log4j-core-2.14.1.jar', bytes: jar() }],
  },
];

/** As the Go linker writes it since 1.18: the release, then the modules between two marks. */
function goBuildInfo(): Buffer {
  const head = Buffer.alloc(32);
  head.write('\xff Go buildinf:', 'latin1');
  head.set([8, 2], 14);
  const modules = Buffer.concat([
    Buffer.from(GO_START, 'hex'),
    Buffer.from('path\tplanted\nmod\tplanted\tv1.0.0\t\ndep\tgolang.org/x/text\tv0.3.5\t\n'),
    Buffer.from(GO_END, 'hex'),
  ]);
  const release = Buffer.from('go1.26.0');
  return Buffer.concat([
    head,
    Buffer.from([release.length]),
    release,
    Buffer.from([modules.length]),
    modules,
  ]);
}

function crates(): Buffer {
  const packages = [
    { name: 'planted', version: '1.0.0', source: 'local', root: true, dependencies: [1] },
    { name: 'time', version: '0.1.40', source: 'crates.io' },
  ];
  return deflateSync(JSON.stringify({ packages }));
}

function jar(): Uint8Array {
  const properties = 'groupId=org.apache.logging.log4j\nartifactId=log4j-core\nversion=2.14.1\n';
  const at = 'META-INF/maven/org.apache.logging.log4j/log4j-core/pom.properties';
  const manifest = Buffer.from('Manifest-Version: 1.0\n\n');
  const files = { 'META-INF/MANIFEST.MF': manifest, [at]: Buffer.from(properties) };
  return zipSync(files, { mtime: new Date(1980, 1, 1) });
}
