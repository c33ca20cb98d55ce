import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { openDeb } from '../../../src/debian/deb.ts';
import { openIndex, shortenIndex } from '../../../src/debian/packages-index.ts';
import { unpack } from '../../../src/debian/unpack.ts';
import { inMemory } from '../../../src/elf/random-access.ts';
import { readElf } from '../../../src/elf/read.ts';
import { fileSource } from '../../../src/oci/byte-source.ts';
import { writeLayer } from '../../../src/oci/layer.ts';
import { readLayout } from '../../../src/oci/layout.ts';
import { membersOf } from '../../../src/oci/members.ts';
import { readTar } from '../../../src/oci/tar-read.ts';
import type { Entry } from '../../../src/oci/types.ts';
import { unpackArchive } from '../../../src/oci/unpack-archive.ts';
import { controlOf, makeAr, makeDeb } from '../../debian/make-deb.ts';
import { buildElf } from '../../elf/build-elf.ts';
import { rawTar } from '../../oci/raw-tar.ts';
import { entryEscapes } from './escapes.ts';
import { LAYERS } from './layers.ts';

interface Sample {
  name: string;
  bytes: Uint8Array;
}

/** A kind of file: its reader gives what is not safe in what it read. */
export interface Kind {
  name: string;
  good: Sample[];
  hostile: Sample[];
  read(file: string, work: string): Promise<string | undefined>;
  /** The same without its checks. */
  naive(file: string): Promise<string | undefined>;
}

export const KINDS: ((work: string) => Kind | Promise<Kind>)[] = [
  layers,
  packages,
  ociArchives,
  indexes,
  programs,
];

function layers(): Kind {
  const entriesIn = async (path: string, use: (entries: Entry[]) => string | undefined) => {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const owner = { uid: 1, gid: 1 };
      const members = await membersOf(readTar(fileSource(file, size), 'layer'), { owner });
      return use(members.map(({ entry }) => entry));
    } finally {
      await file.close();
    }
  };
  return {
    name: 'layer',
    good: [
      {
        name: 'a layer',
        bytes: rawTar([
          { name: 'app/', type: '5' },
          { name: 'app/a', body: 'x' },
        ]),
      },
    ],
    hostile: LAYERS.map(([name, entries]) => ({ name, bytes: rawTar(entries) })),
    read: (path) => entriesIn(path, entryEscapes),
    async naive(path) {
      const file = await open(path);
      const found: Entry[] = [];
      try {
        const { size } = await file.stat();
        for await (const one of readTar(fileSource(file, size), 'layer')) {
          found.push({ ...one, type: one.type as Entry['type'] });
        }
      } finally {
        await file.close();
      }
      return entryEscapes(found);
    },
  };
}

/** Unpacked to a layer, as for a base. */
async function packages(): Promise<Kind> {
  const members = (data: Buffer, name = 'data.tar') =>
    makeAr([
      ['debian-binary', Buffer.from('2.0\n')],
      ['control.tar', rawTar([{ name: 'control', body: controlOf({ name: 'one' }) }])],
      [name, data],
    ]);
  const read = async (path: string, work: string) => {
    await mkdir(work, { recursive: true });
    const request = {
      architecture: 'amd64',
      links: {},
      packages: ['one'],
      purpose: 'addition',
    } as const;
    await writeLayer(unpack([{ name: 'one', file: path }], request as never), work);
    await rm(work, { recursive: true, force: true });
    return undefined;
  };
  return {
    name: '.deb',
    good: [
      {
        name: 'a package',
        bytes: await makeDeb({ name: 'one', files: [{ name: './a', body: 'x' }] }),
      },
    ],
    hostile: [
      ...LAYERS.map(([name, entries]) => ({ name, bytes: members(rawTar(entries)) })),
      {
        name: '30 MB of zeros',
        bytes: members(gzipSync(rawTar([{ name: 'a', body: Buffer.alloc(3e7) }])), 'data.tar.gz'),
      },
      { name: 'no members', bytes: Buffer.from('!<arch>\n') },
      {
        name: 'a member that is longer than the file',
        bytes: Buffer.from(`!<arch>\n${'debian-binary'.padEnd(48)}9999999999\`\n`),
      },
      {
        name: 'members that compress in another way',
        bytes: members(Buffer.from('x'), 'data.tar.zst'),
      },
    ],
    read,
    async naive(path) {
      const deb = await openDeb(path, 'one');
      const found: Entry[] = [];
      for await (const { header } of deb.data()) {
        const { name, type, mode = 0, uid = 0, gid = 0, linkname } = header;
        const kind = (type === 'link' ? 'hardlink' : type) as Entry['type'];
        const target = linkname ? { target: linkname } : {};
        found.push({ path: name, type: kind, mode, uid, gid, size: 0, ...target });
      }
      return entryEscapes(found);
    },
  };
}

function ociArchives(): Kind {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const archive = (index: unknown, more: [name: string, body: string][] = []) =>
    rawTar([
      { name: 'oci-layout', body: '{"imageLayoutVersion":"1.0.0"}' },
      { name: 'index.json', body: typeof index === 'string' ? index : JSON.stringify(index) },
      ...more.map(([name, body]) => ({ name, body })),
    ]);
  const blob = (text: string): [string, string] => [`blobs/sha256/${digest(text)}`, text];
  const naming = (text: string, more: object = {}) => ({
    manifests: [
      {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        digest: `sha256:${digest(text)}`,
        size: text.length,
        ...more,
      },
    ],
  });
  const manifest =
    '{"schemaVersion":2,"config":{"digest":"../../../etc/passwd","size":1},"layers":[]}';
  const loop = '{"manifests":[]}';
  return {
    name: 'archive of an image',
    good: [{ name: 'an archive', bytes: archive(naming(manifest), [blob(manifest)]) }],
    hostile: [
      { name: 'no index', bytes: rawTar([{ name: 'a', body: '' }]) },
      { name: 'an index that is no JSON', bytes: archive('{') },
      { name: 'an index that is null', bytes: archive('null') },
      { name: 'an index without images', bytes: archive({ manifests: [] }) },
      { name: 'images that are no list', bytes: archive({ manifests: { length: 1 } }) },
      {
        name: 'a digest that is a path',
        bytes: archive(naming('', { digest: 'sha256:../../../../etc/passwd' })),
      },
      {
        name: 'a digest of another hash',
        bytes: archive(naming('', { digest: `md5:${'0'.repeat(32)}` })),
      },
      { name: 'a digest that is a number', bytes: archive(naming('', { digest: 1 })) },
      {
        name: 'a size below zero',
        bytes: archive(naming(manifest, { size: -1 }), [blob(manifest)]),
      },
      { name: 'a config that is a path', bytes: archive(naming(manifest), [blob(manifest)]) },
      {
        name: 'a blob with another digest',
        bytes: archive(naming('a'), [[`blobs/sha256/${digest('a')}`, 'b']]),
      },
      { name: 'a manifest that is a list', bytes: archive(naming('[]'), [blob('[]')]) },
      { name: 'a manifest that is null', bytes: archive(naming('null'), [blob('null')]) },
      {
        name: 'a manifest without a config',
        bytes: archive(naming('{"layers":[]}'), [blob('{"layers":[]}')]),
      },
      {
        name: 'layers that are no list',
        bytes: archive(naming('{"config":{},"layers":1}'), [blob('{"config":{},"layers":1}')]),
      },
      { name: 'an image that is null', bytes: archive({ manifests: [null] }) },
      ...[
        '{"config":{},"layers":[null]}',
        '{"config":null,"layers":[]}',
        '{"config":[],"layers":[]}',
      ].map((text) => ({ name: text, bytes: archive(naming(text), [blob(text)]) })),
      {
        name: 'an index in an index without images',
        bytes: archive(naming(loop, { mediaType: 'application/vnd.oci.image.index.v1+json' }), [
          blob(loop),
        ]),
      },
      {
        name: 'Docker with a path as a config',
        bytes: rawTar([
          { name: 'manifest.json', body: '[{"Config":"../../etc/passwd","Layers":["../a"]}]' },
        ]),
      },
      {
        name: 'Docker with a link as a layer',
        bytes: rawTar([
          { name: 'manifest.json', body: '[{"Config":"c.json","Layers":["a/layer.tar"]}]' },
          { name: 'c.json', body: '{"rootfs":{"diff_ids":["sha256:a"]}}' },
          { name: 'a/layer.tar', type: '2', link: '../../../etc/passwd' },
        ]),
      },
      { name: 'Docker with null', bytes: rawTar([{ name: 'manifest.json', body: '[null]' }]) },
      {
        name: 'Docker with a key __proto__',
        bytes: rawTar([{ name: 'manifest.json', body: '[{"__proto__":{"Config":"c.json"}}]' }]),
      },
      { name: 'an index of 5 MiB', bytes: archive(' '.repeat(5 * 2 ** 20)) },
      { name: 'gzip of something else', bytes: gzipSync('hello') },
      { name: 'gzip that is cut off', bytes: gzipSync(Buffer.alloc(10_000)).subarray(0, 20) },
    ],
    async read(path, work) {
      try {
        await unpackArchive(path, 'image.tar', work);
        await readLayout(work);
        return undefined;
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
    async naive(path) {
      JSON.parse(await readFile(path, 'utf8'));
      return undefined;
    },
  };
}

function indexes(): Kind {
  const stanza = controlOf({
    name: 'one',
    fields: { SHA256: 'x', Size: '1', Filename: 'pool/a.deb' },
  });
  const texts: [string, string][] = [
    ['nothing', ''],
    ['no name', 'Version: 1\n'],
    ['__proto__ as a name', 'Package: __proto__\nVersion: 1\n'],
    ['a field that begins a line', ' Depends: a\nPackage: a\n'],
    ['tabs in a value', 'Package: a\tb\tc\nVersion: 1\n'],
    [
      'a version of 100,000 digits',
      `Package: a\nVersion: ${'9'.repeat(1e5)}\n\nPackage: a\nVersion: ${'8'.repeat(1e5)}\n`,
    ],
    [
      '100,000 tildes',
      `Package: a\nVersion: ${'~'.repeat(1e5)}\n\nPackage: a\nVersion: ${'~'.repeat(1e5)}1\n`,
    ],
    ['100,000 empty lines', '\n'.repeat(1e5)],
    ['100,000 lines that go on', `Package: a\nDepends: a\n${' b,\n'.repeat(1e5)}`],
    ['a path for a file', 'Package: a\nVersion: 1\nFilename: ../../etc/passwd\n'],
    ['line ends of Windows', 'Package: a\r\nVersion: 1\r\n'],
  ];
  return {
    name: 'index of packages',
    good: [{ name: 'an index', bytes: Buffer.from(`${stanza}\n${stanza}`) }],
    hostile: texts.map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    async read(path) {
      const index = openIndex(await shortenIndex(createReadStream(path)));
      for (const name of index.names()) {
        if (!index.find(name)) return `does not find ${name}`;
        index.providersOf(name);
      }
      return undefined;
    },
    async naive() {
      return undefined;
    },
  };
}

function programs(): Kind {
  const elf = buildElf({ interpreter: '/lib64/ld.so', needed: ['libc.so.6'], runpath: ['/opt/a'] });
  return {
    name: 'program',
    good: [{ name: 'a program', bytes: elf }],
    hostile: [
      { name: 'nothing', bytes: Buffer.alloc(0) },
      { name: 'the first four bytes', bytes: elf.subarray(0, 4) },
      {
        name: 'bytes of 0xff',
        bytes: Buffer.concat([elf.subarray(0, 24), Buffer.alloc(5000, 0xff)]),
      },
      { name: 'bytes of 0', bytes: Buffer.concat([elf.subarray(0, 24), Buffer.alloc(5000)]) },
    ],
    async read(path) {
      const found = await readElf(inMemory(await readFile(path)));
      const texts = found ? [...found.needed, ...found.runpath, found.interpreter ?? ''] : [];
      return texts.some((text) => text.includes('\0')) ? 'a name with a NUL' : undefined;
    },
    async naive() {
      return undefined;
    },
  };
}
