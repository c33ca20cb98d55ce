import { expect, test } from 'vitest';
import { isOpenedFirst, opensBeyond, pathsLike } from '../../src/elf/dlopen.ts';

/** What is opened, by library, with a mark at what is required. */
const opened = (...names: string[]) =>
  opensBeyond(names).map(({ library, opens, required }) =>
    [library, required ? '!' : '?', ...opens].join(' '),
  );

test('a Java runtime cannot do without its own libraries', () => {
  expect(opened('libjvm.so')).toEqual([
    'libjvm.so ! libjava.so libjimage.so libnet.so libnio.so libzip.so',
  ]);
});

test.each([
  ['libcrypto.so.3', 'ossl-modules/legacy.so'],
  ['libgvc.so.6', 'graphviz/libgvplugin_*.so*'],
  ['libMagickCore-7.Q16HDRI.so.10', 'ImageMagick-*/modules-*/coders/*.so'],
  ['libpthread.so.0', 'libgcc_s.so.1'],
  ['libodbc.so.2', 'odbc/*.so'],
])('%s opens %s', (library, pattern) => {
  expect(opensBeyond([library]).flatMap(({ opens }) => opens)).toContain(pattern);
});

test.each(['libpq.so.5', 'libicuuc.so.76', 'libc.musl-x86_64.so.1', 'libjvm.so.1', 'xlibjvm.so'])(
  'nothing is known of %s',
  (name) => {
    expect(opensBeyond([name])).toEqual([]);
  },
);

test('answers in the order of the names, for each of them once, and says why', () => {
  const answers = opensBeyond(['libsasl2.so.2', 'libc.so.6', 'libsasl2.so.2']);
  expect([...new Set(answers.map(({ library }) => library))]).toEqual([
    'libsasl2.so.2',
    'libc.so.6',
  ]);
  expect(answers.filter(({ library }) => library === 'libsasl2.so.2')).toHaveLength(1);
  expect(answers.every(({ why }) => why.length > 10)).toBe(true);
});

test('the launcher of Java opens a virtual machine, which is there before all that needs it', () => {
  expect(opened('libjli.so')).toEqual([
    'libjli.so ! server/libjvm.so client/libjvm.so minimal/libjvm.so zero/libjvm.so',
  ]);
  expect(isOpenedFirst('/app/jre/lib/server/libjvm.so')).toBe(true);
  expect(isOpenedFirst('/app/observer/libjvm.so')).toBe(false);
  expect(isOpenedFirst('/app/jre/lib/server/libjvm.so.debug')).toBe(false);
  expect(isOpenedFirst('/usr/lib/libgcc_s.so.1')).toBe(false);
});

test('a pattern stands for whole names, and each star for a part of one', () => {
  const isAt = (path: string) => pathsLike('graphviz/libgvplugin_*.so*').test(path);
  expect(isAt('usr/lib/graphviz/libgvplugin_core.so.6')).toBe(true);
  expect(isAt('graphviz/libgvplugin_core.so')).toBe(true);
  expect(isAt('usr/lib/xgraphviz/libgvplugin_core.so')).toBe(false);
  expect(isAt('usr/lib/graphviz/libgvplugin_a/b.so')).toBe(false);
  expect(isAt('usr/lib/graphviz/libgvplugin_coreXso')).toBe(false);
});
