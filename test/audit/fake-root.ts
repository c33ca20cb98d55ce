import { type Facts, factsOf } from '../../src/audit/facts.ts';
import type { ElfFile } from '../../src/elf/types.ts';
import type { CodeFacts } from '../../src/inspect/code-facts.ts';
import type { JarFacts } from '../../src/inspect/code-index.ts';
import { imageRoot } from '../../src/inspect/image-root.ts';
import type { ImageFile } from '../../src/inspect/types.ts';
import type { OciConfig } from '../../src/oci/spec.ts';
import type { ExpectedPackage } from '../../src/scan/types.ts';

/** A small image without bytes: what its indexes would say. Paths have no leading slash. */
export interface FakeRoot {
  config?: NonNullable<OciConfig['config']>;
  /** Empty files by path. */
  files?: string[];
  /** Links by path, with their text. */
  links?: Record<string, string>;
  texts?: Record<string, string>;
  /** Programs and libraries, with the libraries that they ask for. */
  elf?: Record<string, { needed?: string[]; soname?: string; program?: boolean }>;
  scripts?: Record<string, string>;
  code?: Record<string, CodeFacts>;
  jars?: Record<string, JarFacts>;
  linked?: Record<string, { list: 'go' | 'rust'; packages: ExpectedPackage[] }>;
}

const SIZE = 100;
const LOADER = 'lib64/ld-linux-x86-64.so.2';

export function fakeFacts(root: FakeRoot): Facts {
  const { files = [], links = {}, texts = {}, elf = {}, scripts = {}, code = {} } = root;
  const { jars = {}, linked = {}, config = {} } = root;
  const programs: NonNullable<FakeRoot['elf']> =
    Object.keys(elf).length > 0 ? { ...elf, [LOADER]: { soname: 'ld-linux' } } : {};
  const all = [
    ...[files, texts, programs, scripts, code, jars].flatMap((one) =>
      (Array.isArray(one) ? one : Object.keys(one)).map((path) => file(path)),
    ),
    ...Object.entries(links).map(([path, target]) =>
      file(path, { type: 'symlink', target, size: 0 }),
    ),
  ];
  const inventory = {
    files: [...new Map(all.map((one) => [one.path, one])).values()],
    texts: new Map(Object.entries(texts)),
    size: { base: 0, runtime: 0, dependencies: 0, app: 0 },
    replacedLinks: [],
  };
  const index = {
    elf: Object.fromEntries(Object.entries(programs).map(([path, one]) => [path, elfFile(one)])),
    scripts: Object.fromEntries(
      Object.entries(scripts).map(([path, text]) => [path, /^#!\s*(\S+)/.exec(text)?.[1] ?? '']),
    ),
    markers: {},
    linked,
    runtimes: {},
    checksums: {},
  };
  return factsOf({
    config: {
      architecture: 'amd64',
      os: 'linux',
      config,
      rootfs: { type: 'layers', diff_ids: [] },
    },
    inventory,
    root: imageRoot([index], inventory),
    code: [{ code, scripts, jars, licences: {}, unread: [] }],
  });
}

/** A record of `status.d` and the list of its files, as texts. */
export function deb(name: string, files: string[], depends = ''): Record<string, string> {
  const record = `Package: ${name}\nVersion: 1.0\nArchitecture: amd64\nDepends: ${depends}\n`;
  const sums = files.map((path) => `${'0'.repeat(32)}  ${path}\n`).join('');
  return {
    [`var/lib/dpkg/status.d/${name}`]: record,
    [`var/lib/dpkg/status.d/${name}.md5sums`]: sums,
  };
}

/** The METADATA and the RECORD of a distribution in a folder of packages. */
export function dist(
  folder: string,
  name: string,
  modules: string[],
  requires: string[] = [],
): Record<string, string> {
  const info = `${folder}/${name}-1.0.dist-info`;
  const asked = requires.map((one) => `Requires-Dist: ${one}\n`).join('');
  return {
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\nLicense: MIT\n${asked}\n`,
    [`${info}/RECORD`]: modules.map((path) => `${path},,\n`).join(''),
  };
}

function file(path: string, rest: Partial<ImageFile> = {}): ImageFile {
  return {
    ...{ path, type: 'file', mode: 0o755, uid: 0, gid: 0, size: SIZE, capabilities: false },
    ...{ layer: 0, kind: 'base', entry: path },
    ...rest,
  };
}

function elfFile({ needed = [], soname, program }: NonNullable<FakeRoot['elf']>[string]): ElfFile {
  return {
    class: 64,
    machine: 'x86_64',
    type: 'shared',
    ...(program && { interpreter: `/${LOADER}` }),
    ...(soname && { soname }),
    needed,
    rpath: [],
    runpath: [],
    requires: [],
    provides: [],
  };
}
