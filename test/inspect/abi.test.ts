import { describe, expect, it } from 'vitest';
import { abiOf, binary, GLIBC, missing, program } from './abi-image.ts';
import { link } from './layers.ts';

const absent = async (...layers: Parameters<typeof abiOf>[0]) =>
  (await abiOf(layers)).absent.map(({ library }) => library);

describe('what libraries open by themselves is asked by the names that loaders know', () => {
  it('by the name a library was found under, which may be a link to another', async () => {
    const base = [
      ...GLIBC,
      link('usr/lib/libgvc.so.6', 'graphviz-12.bin'),
      binary('usr/lib/graphviz-12.bin'),
    ];
    const app = [program('app/run', ['libgvc.so.6'])];
    expect(await absent(base, app)).toEqual(['libgvc.so.6']);
    const plugins = [binary('usr/lib/graphviz/libgvplugin_core.so.6')];
    expect(await absent([...base, ...plugins], app)).toEqual([]);
  });

  it('by the soname of a library that was asked for by another name', async () => {
    const base = [...GLIBC, binary('usr/lib/libgvc.so', { soname: 'libgvc.so.6' })];
    expect(await absent(base, [program('app/run', ['libgvc.so'])])).toEqual(['libgvc.so.6']);
  });

  it('by the last part of a path that was asked for', async () => {
    const app = [
      program('app/run', ['/app/libgvc.so.6']),
      link('app/libgvc.so.6', 'gvc'),
      binary('app/gvc'),
    ];
    expect(await absent(GLIBC, app)).toEqual(['libgvc.so.6']);
  });

  it('by the own soname of a library that nothing asks for', async () => {
    const app = [binary('app/gvc-bundled.so', { soname: 'libgvc.so.6' })];
    expect(await absent(GLIBC, app)).toEqual(['libgvc.so.6']);
  });

  it('by the own file name of one without a soname', async () => {
    expect(await absent(GLIBC, [binary('app/libgvc.so.6')])).toEqual(['libgvc.so.6']);
  });

  it('of libraries in use only', async () => {
    const base = [...GLIBC, binary('usr/lib/libgvc.so.6', { soname: 'libgvc.so.6' })];
    expect(await absent(base, [program('app/run')])).toEqual([]);
  });
});

it('finds a library above the folder that a link leads to', async () => {
  const app = [
    link('app/current', '../opt/v2/bin'),
    link('opt/v2/bin/run', '../libexec/run'),
    program('opt/v2/libexec/run', ['libx.so.1'], { rpath: ['/app/current/../lib'] }),
    binary('opt/v2/lib/libx.so.1', { soname: 'libx.so.1' }),
  ];
  expect(missing(await abiOf([GLIBC, app], '/app/current/run'))).toEqual([]);
});
