import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layerIndexes } from '../../src/elf/layer-index.ts';
import { isEvidence } from '../../src/inspect/evidence.ts';
import { imageRoot } from '../../src/inspect/image-root.ts';
import { readInventory } from '../../src/inspect/inventory.ts';
import { ledgerOf } from '../../src/inspect/ledger.ts';
import { installedPackages } from '../../src/packages/installed.ts';
import { programWith } from '../../src/self-test/program.ts';
import { buildElf } from '../elf/build-elf.ts';
import { folder } from '../oci/contents.ts';
import type { RawEntry } from '../oci/raw-tar.ts';
import { binary } from './abi-image.ts';
import { layoutOf, link } from './layers.ts';

/** Of the files of a base layer and of one of the app. */
async function whole(base: RawEntry[], app: RawEntry[] = [], opaque: string[] = []) {
  const layout = await layoutOf(base, app);
  const inventory = await readInventory(layout, { texts: isEvidence });
  return ledgerOf({
    inventory,
    root: imageRoot(await layerIndexes(layout, join(await folder(), 'blobs')), inventory),
    installed: installedPackages(inventory.texts),
    artifacts: [{ from: '/out', to: '/app' }],
    opaque,
  });
}

const ledger = async (...args: Parameters<typeof whole>) => (await whole(...args)).files;

const strays = async (...args: Parameters<typeof ledger>) =>
  (await ledger(...args)).unattributed.map(({ path, reason }) => `${path}: ${reason}`);

const text = (name: string, body = 'text'): RawEntry => ({ name, body });
const LIB = buildElf({ soname: 'libz.so.1' });
const sum = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes);
const LIBZ: RawEntry = { name: 'usr/lib/libz.so.1', body: LIB };
const record = (sums: string): RawEntry[] => [
  text('var/lib/dpkg/status.d/zlib1g', 'Package: zlib1g\nVersion: 1.3\nArchitecture: amd64\n'),
  ...(sums === '' ? [] : [text('var/lib/dpkg/status.d/zlib1g.md5sums', sums)]),
];
const ZLIB = record(`${sum('md5', LIB).digest('hex')}  usr/lib/libz.so.1\n`);

describe('of a base', () => {
  it('files belong to packages, by their lists and under the name a link gives them', async () => {
    const { owners, unattributed, total, attributed } = await ledger([
      ...ZLIB,
      link('lib', 'usr/lib'),
      LIBZ,
      link('usr/lib/libz.so', 'libz.so.1'),
      text('etc/passwd'),
    ]);
    expect(unattributed).toEqual([]);
    expect([total, attributed]).toEqual([6, 6]);
    expect(Object.fromEntries(owners.map(({ kind, files }) => [kind, files]))).toEqual({
      database: 2,
      package: 2,
      base: 2,
    });
  });

  it('the same by layer, with the records of the package manager as one entry', async () => {
    const { holdings } = await ledger([...ZLIB, LIBZ], [text('app/main.txt', 'twelve bytes')]);
    expect(holdings).toMatchObject([
      { kind: 'package', name: 'zlib1g', layer: 0, files: 1, bytes: LIB.length },
      { kind: 'database', name: 'package database', layer: 0, files: 2 },
      { kind: 'artifact', name: '/out', layer: 1, files: 1, bytes: 12 },
    ]);
  });

  it('the record of dpkg and that of apk count as well', async () => {
    const z = `Q1${sum('sha1', LIB).digest('base64')}`;
    const apk = [text('lib/apk/db/installed', `P:zlib\nV:1.3\nF:usr/lib\nR:libz.so.1\nZ:${z}\n`)];
    expect(await strays([...apk, LIBZ])).toEqual([]);
    const dpkg = [
      text('var/lib/dpkg/status', 'Package: zlib1g\nStatus: install ok installed\nVersion: 1\n'),
      text('var/lib/dpkg/info/zlib1g.list', '/.\n/lib\n/lib/libz.so.1\n'),
    ];
    expect(await strays([...dpkg, link('lib', 'usr/lib'), LIBZ])).toEqual([]);
  });

  it.each<[what: string, base: RawEntry[], stray: string]>([
    [
      'in no package',
      [binary('usr/bin/tool')],
      '/usr/bin/tool: a binary that no package of the base owns',
    ],
    [
      'that was replaced',
      [...ZLIB, binary('usr/lib/libz.so.1', { soname: 'libz.so.0' })],
      '/usr/lib/libz.so.1: a binary that is not the one that the package zlib1g installed',
    ],
    [
      'whose record was deleted',
      [LIBZ, text('var/lib/dpkg/status', '')],
      '/usr/lib/libz.so.1: a binary that no package of the base owns',
    ],
  ])('a binary %s is nobody’s', async (_what, base, stray) => {
    expect(await strays(base)).toEqual([stray]);
  });

  it('one record without a list owns the layer that has nothing but it', async () => {
    expect(await strays([...record(''), LIBZ])).toEqual([]);
    const two = text('var/lib/dpkg/status.d/other', 'Package: other\nVersion: 1\n');
    expect(await strays([...record(''), two, LIBZ])).toHaveLength(1);
  });

  it('a runtime in no package is told with its version', async () => {
    const node = Buffer.concat([buildElf(), Buffer.from('\0node.js/v24.1.0\0')]);
    const { runtimes, unattributed } = await ledger([{ name: 'nodejs/bin/node', body: node }]);
    expect(runtimes).toEqual([{ name: 'node', version: '24.1.0', path: '/nodejs/bin/node' }]);
    expect(unattributed).toEqual([]);
    const packaged = `${sum('md5', node).digest('hex')}  usr/bin/node\n`;
    const debian = await ledger([...record(packaged), { name: 'usr/bin/node', body: node }]);
    expect(debian.runtimes).toEqual([]);
  });

  it('a module of a base needs its record too', async () => {
    expect(await strays([text('usr/local/lib/node_modules/a/index.js')])).toEqual([
      '/usr/local/lib/node_modules/a/index.js: it is of a, whose package.json is missing or says no name and version',
    ]);
    expect(await strays([text('usr/lib/python3/site-packages/a/b.py')])).toHaveLength(1);
  });

  it('a Java runtime has what lies in its folder', async () => {
    const release = text('opt/jre/release', 'JAVA_VERSION="21.0.5"\n');
    const { runtimes, unattributed } = await ledger([release, binary('opt/jre/lib/libjvm.so')]);
    expect(runtimes).toEqual([{ name: 'java', version: '21.0.5', path: '/opt/jre' }]);
    expect(unattributed).toEqual([]);
    expect(await strays([binary('opt/jre/lib/libjvm.so')])).toHaveLength(1);
  });
});

describe('of an app', () => {
  const RECORD =
    'jinja2/__init__.py,sha256=x,1\n"odd, name.py",,\njinja2-3.dist-info/RECORD,,\njinja2-3.dist-info/METADATA,,\n';
  const METADATA = 'Name: Jinja2\nVersion: 3\n';
  const B = '{"name": "@a/b", "version": "1.2.3"}';
  const at = (path: string) => `app/site-packages/${path}`;

  it.each<[what: string, app: RawEntry[], expected: string[]]>([
    ['sources are artifacts', [text('app/main.js')], []],
    [
      'a binary that lists nothing',
      [binary('app/server')],
      ['/app/server: a binary that does not say what is linked into it'],
    ],
    [
      'a file beside the artifacts',
      [text('srv/x')],
      ['/srv/x: it is in a layer of artifacts, and no artifact of the spec has it'],
    ],
    [
      'a Node package with its add-on',
      [text('app/node_modules/@a/b/package.json', B), binary('app/node_modules/@a/b/x.node')],
      [],
    ],
    [
      'a Node package of the workspace, without a version',
      [text('app/node_modules/b/package.json', '{"private": true}'), text('app/node_modules/b/x')],
      [],
    ],
    [
      'a Node package whose package.json is emptied',
      [text('app/node_modules/b/package.json', '{}')],
      [expect.stringContaining('it is of b, whose package.json is missing or says no name')],
    ],
    [
      'a Node package without its package.json',
      [text('app/node_modules/a/index.js')],
      [
        '/app/node_modules/a/index.js: it is of a, whose package.json is missing or says no name and version',
      ],
    ],
    [
      'a Python package, what it compiles to and its own list',
      [
        text(at('jinja2-3.dist-info/RECORD'), RECORD),
        text(at('jinja2-3.dist-info/METADATA'), METADATA),
        text(at('jinja2/__init__.py')),
        text(at('odd, name.py')),
        text(at('jinja2/__pycache__/__init__.cpython-313.pyc')),
      ],
      [],
    ],
    [
      'a Python package without its .dist-info',
      [text(at('jinja2/__init__.py'))],
      [
        '/app/site-packages/jinja2/__init__.py: no .dist-info with a name and a version lists it, so nobody knows which package it is of',
      ],
    ],
    [
      'a Python package whose .dist-info has no METADATA',
      [text(at('jinja2-3.dist-info/RECORD'), RECORD), text(at('jinja2/__init__.py'))],
      [expect.stringContaining('no .dist-info with a name and a version lists it')],
    ],
  ])('%s', async (_what, app, expected) => {
    expect(await strays([], app)).toEqual(expected);
  });

  it('a binary is accepted when the spec says that it is known', async () => {
    expect(await strays([], [binary('app/server')], ['/app/server'])).toEqual([]);
  });

  it('a package of the base does not own what the app puts in its place', async () => {
    expect(await strays([...ZLIB, LIBZ], [binary('usr/lib/libz.so.1')])).toEqual([
      '/usr/lib/libz.so.1: a binary that does not say what is linked into it',
    ]);
  });
});

it('what a program lists has to be seen, whoever put it there', async () => {
  const info = readFileSync(new URL('../scan/fixtures/go-buildinfo.bin', import.meta.url));
  const program = { name: 'opt/tool', body: programWith('.go.buildinfo', info), mode: 0o755 };
  const { named } = await whole([program]);
  expect(named.map(({ type, name }) => `${type} ${name}`)).toContain('go golang.org/x/text');
  const packaged = `${sum('md5', program.body).digest('hex')}  opt/tool\n`;
  expect((await whole([program, ...record(packaged)])).named).toEqual([]);
});

it('what packages of an app say of themselves has to be seen', async () => {
  const { named } = await whole(
    [],
    [
      text('app/node_modules/b/package.json', '{"name": "b", "version": "1.2.3"}'),
      text('app/node_modules/b/esm/package.json', '{"type": "module"}'),
      text('app/site-packages/a-3.dist-info/RECORD', 'a-3.dist-info/METADATA,,\n'),
      text('app/site-packages/a-3.dist-info/METADATA', 'Name: a\nVersion: 3\n'),
    ],
  );
  expect(named).toEqual([
    { name: 'b', version: '1.2.3', type: 'node' },
    { name: 'a', version: '3', type: 'python' },
  ]);
});
