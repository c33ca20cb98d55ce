import type { Content } from '../oci/types.ts';
import { imagePath, MERGED } from './paths.ts';
import { textFile } from './text-file.ts';
import { directory } from './tree.ts';
import type { DebianArchitecture, DebianRequest } from './types.ts';

const NONROOT = 65532;

/** Folders every root has: mount points have to exist in a root that is read-only. */
const FOLDERS = [
  directory('dev'),
  directory('etc'),
  directory('home'),
  directory('home/nonroot', 0o700, NONROOT),
  directory('proc'),
  directory('root', 0o700),
  directory('run'),
  directory('sys'),
  directory('tmp', 0o1777),
  directory('usr'),
  directory('var'),
];

/** As base-files' script would leave them: it ships both as folders, one of them world-writable. */
const RUN_LINKS = [
  { path: 'var/lock', target: '/run/lock' },
  { path: 'var/run', target: '/run' },
];

const PASSWD = `root:x:0:0:root:/root:/sbin/nologin
nonroot:x:${NONROOT}:${NONROOT}:nonroot:/home/nonroot:/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
`;

const GROUP = `root:x:0:
nonroot:x:${NONROOT}:
nogroup:x:65534:
`;

const NSSWITCH = `passwd: files
group: files
shadow: files
hosts: files dns
networks: files
protocols: files
services: files
ethers: files
rpc: files
`;

/** Links that alternatives would have made: what a path points to, and the package it is from. */
const ALTERNATIVES = [
  { path: 'usr/bin/c++', target: 'g++', from: 'g++' },
  { path: 'usr/bin/cc', target: 'gcc', from: 'gcc' },
  {
    path: 'usr/bin/java',
    target: '/usr/lib/jvm/default-java/bin/java',
    from: 'default-jre-headless',
  },
  ...['jar', 'javac', 'jdeps', 'jlink'].map((name) => ({
    path: `usr/bin/${name}`,
    target: `/usr/lib/jvm/default-java/bin/${name}`,
    from: 'default-jdk-headless',
  })),
  { path: 'usr/bin/mvn', target: '/usr/share/maven/bin/mvn', from: 'maven' },
];

/** The folders of every root and the links that join /bin and its like with /usr. */
export function seedFolders(architecture: DebianArchitecture): Content[] {
  const merged = MERGED[architecture];
  return [
    ...FOLDERS.map((entry) => ({ entry })),
    ...merged.map((name) => ({ entry: directory(`usr/${name}`) })),
    ...merged.map((name) => link(name, `usr/${name}`)),
    ...RUN_LINKS.map(({ path, target }) => link(path, target)),
  ];
}

/** Files that maintainer scripts would have made. */
export function seedFiles(): Content[] {
  return [
    textFile('etc/group', GROUP),
    textFile('etc/nsswitch.conf', NSSWITCH),
    textFile('etc/passwd', PASSWD),
  ];
}

/** The links that were asked for, and those a compiler is called by. `/bin/sh` is dash's own. */
export function linksOf(
  { links, purpose }: Pick<DebianRequest, 'links' | 'purpose'>,
  packages: Set<string>,
): Content[] {
  const compilers =
    purpose === 'toolchain' ? ALTERNATIVES.filter(({ from }) => packages.has(from)) : [];
  const asked = Object.entries(links).map(([path, target]) => ({
    path: imagePath(path),
    target,
  }));
  return [...compilers, ...asked]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, target }) => link(path, target));
}

function link(path: string, target: string): Content {
  return { entry: { path, type: 'symlink', mode: 0o777, uid: 0, gid: 0, size: 0, target } };
}
