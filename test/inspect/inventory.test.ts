import { describe, expect, it } from 'vitest';
import { readInventory } from '../../src/inspect/inventory.ts';
import type { Inventory } from '../../src/inspect/types.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { filesIn, folder } from '../oci/contents.ts';
import { APP, baseOf, image } from '../oci/image.ts';
import type { RawEntry } from '../oci/raw-tar.ts';
import { dir, layoutOf, link } from './layers.ts';

const paths = ({ files }: Inventory): string[] => files.map((file) => file.path);

describe('readInventory', () => {
  it('tells each file and the kind of its layer', async () => {
    const base = await baseOf(await folder(), [
      { path: 'etc' },
      { path: 'etc/passwd', text: 'root' },
    ]);
    const made = await image({ base, trees: [{ kind: 'app', tree: APP }] });
    const before = await filesIn(made.layout);
    const inventory = await readInventory(await readLayout(made.layout));
    expect(inventory.files.map((file) => [file.path, file.type, file.kind, file.layer])).toEqual([
      ['app', 'directory', 'app', 1],
      ['app/server', 'file', 'app', 1],
      ['etc', 'directory', 'base', 0],
      ['etc/passwd', 'file', 'base', 0],
    ]);
    expect(inventory.size).toEqual({ base: 4, runtime: 0, dependencies: 0, app: 3 });
    expect(await filesIn(made.layout)).toEqual(before);
  });

  it.each<[string, RawEntry]>([
    ['a path', { name: 'a', pax: { path: 'a/'.repeat(250_000) } }],
    ['a link', { name: 'a', type: '2', pax: { linkpath: 'a/'.repeat(250_000) } }],
  ])('refuses %s that no system could unpack', async (_what, entry) => {
    await expect(layoutOf([entry]).then((layout) => readInventory(layout))).rejects.toMatchObject({
      diagnostics: [{ code: 'oci/bad-archive', message: expect.stringContaining('4096 letters') }],
    });
  });

  it('follows folders of names as they are at that time', async () => {
    const layers: RawEntry[][] = [
      [dir('a'), { name: 'a/1', body: 'x' }, link('l', 'a'), { name: 'l/2', body: 'x' }],
      [link('a', 'b'), dir('b'), { name: 'a/3', body: 'x' }],
      [
        { name: '.wh.l', body: '' },
        { name: 'l/4', body: 'x' },
        { name: 'a/5', body: 'x' },
      ],
    ];
    expect(paths(await readInventory(await layoutOf(...layers)))).toEqual([
      'a',
      'b',
      'b/3',
      'b/5',
      'l/4',
    ]);
  });

  it('lets a higher layer replace and delete what is below', async () => {
    const inventory = await readInventory(
      await layoutOf(
        [
          dir('a'),
          { name: 'a/old', body: 'x' },
          { name: 'a/kept', body: 'xx' },
          dir('b'),
          { name: 'b/c', body: 'x' },
          { name: 'f', body: 'old' },
        ],
        [{ name: 'a/.wh.old' }, { name: '.wh.b' }, { name: 'f', body: 'newer' }],
      ),
    );
    expect(paths(inventory)).toEqual(['a', 'a/kept', 'f']);
    expect(inventory.size).toEqual({ base: 2, runtime: 0, dependencies: 0, app: 5 });
  });

  it('empties an opaque folder of what is below only', async () => {
    const inventory = await readInventory(
      await layoutOf(
        [dir('a'), { name: 'a/old', body: 'x' }, { name: 'ab', body: 'x' }],
        [{ name: 'a/new', body: 'x' }, { name: 'a/.wh..wh..opq' }],
      ),
    );
    expect(paths(inventory)).toEqual(['a', 'a/new', 'ab']);
  });

  it('keeps a file as long as it has a name', async () => {
    const hard = (name: string, to: string) => ({ name, type: '1', link: to }) as const;
    const made = await layoutOf(
      [
        dir('a'),
        { name: 'a/program', body: 'first', mode: 0o755 },
        hard('a/second', 'a/program'),
        hard('third', 'a/second'),
        { name: 'text', body: 'old' },
        hard('other', 'text'),
      ],
      [{ name: 'a/.wh.program' }, { name: 'text', body: 'newer' }],
    );
    const { files, texts, size } = await readInventory(made, { texts: () => true });
    expect(files.map(({ path, type, entry }) => [path, type, entry])).toEqual([
      ['a', 'directory', 'a'],
      ['a/second', 'file', 'a/program'],
      ['other', 'file', 'text'],
      ['text', 'file', 'text'],
      ['third', 'file', 'a/program'],
    ]);
    expect(texts).toEqual(
      new Map([
        ['a/second', 'first'],
        ['other', 'old'],
        ['text', 'newer'],
        ['third', 'first'],
      ]),
    );
    expect(size.base).toBe(13);
  });

  it('does not delete what comes again in the same layer', async () => {
    const inventory = await readInventory(
      await layoutOf([{ name: 'a', body: 'old' }], [{ name: 'a', body: 'new' }, { name: '.wh.a' }]),
    );
    expect(inventory.files).toMatchObject([{ path: 'a', layer: 1 }]);
  });

  it('drops a folder that a file takes the place of', async () => {
    const inventory = await readInventory(
      await layoutOf([dir('a'), { name: 'a/b', body: 'x' }], [{ name: 'a', body: 'x' }]),
    );
    expect(paths(inventory)).toEqual(['a']);
  });

  it('puts a file where the links of the base lead', async () => {
    const links: RawEntry[] = [
      dir('usr'),
      dir('usr/lib'),
      { name: 'lib', type: '2', link: 'usr/lib' },
    ];
    const inventory = await readInventory(await layoutOf(links, [{ name: 'lib/a.so', body: 'x' }]));
    expect(paths(inventory)).toEqual(['lib', 'usr', 'usr/lib', 'usr/lib/a.so']);
    expect(inventory.replacedLinks).toEqual([]);
  });

  it('takes a `..` in a name for what it says there, before any link', async () => {
    const links: RawEntry[] = [dir('usr/lib'), { name: 'lib', type: '2', link: 'usr/lib' }];
    const inventory = await readInventory(await layoutOf(links, [{ name: 'lib/../x', body: 'x' }]));
    expect(paths(inventory)).toEqual(['lib', 'usr/lib', 'x']);
  });

  it('notices a folder in the place of a link', async () => {
    const links: RawEntry[] = [
      dir('usr'),
      dir('usr/lib'),
      { name: 'lib', type: '2', link: 'usr/lib' },
    ];
    const inventory = await readInventory(
      await layoutOf(links, [dir('lib'), { name: 'lib/a.so', body: 'x' }]),
    );
    expect(inventory.replacedLinks).toEqual([{ path: 'lib', target: 'usr/lib', layer: 1 }]);
    expect(paths(inventory)).toContain('lib/a.so');
  });

  it('keeps names inside the root, links that go in a circle out, and odd types apart', async () => {
    const inventory = await readInventory(
      await layoutOf([
        { name: '../../etc/x', body: 'x' },
        { name: '/abs', body: 'x' },
        { name: 'loop', type: '2', link: 'loop' },
        { name: 'loop/file', body: 'x' },
        { name: 'dev/null', type: '3' },
        { name: 'cap', body: 'x', pax: { 'SCHILY.xattr.security.capability': 'x' } },
      ]),
    );
    expect(
      inventory.files.map(({ path, type, capabilities }) => [path, type, capabilities]),
    ).toEqual([
      ['abs', 'file', false],
      ['cap', 'file', true],
      ['dev/null', 'other', false],
      ['etc/x', 'file', false],
      ['loop', 'symlink', false],
    ]);
  });

  it('stops when it is told to, and says which layer is damaged', async () => {
    const layout = await layoutOf([{ name: 'a', body: 'x' }]);
    const stop = AbortSignal.abort(new Error('stopped'));
    await expect(readInventory(layout, { signal: stop })).rejects.toThrow('stopped');
    const broken = await layoutOf([{ name: 'a', badSum: true }]);
    const digest = broken.layers[0]?.descriptor.digest;
    await expect(readInventory(broken)).rejects.toThrow(
      `${digest}: a tar header has a wrong checksum`,
    );
  });
});
