import { expect, it } from 'vitest';
import type { RawEntry } from '../oci/raw-tar.ts';
import { abiOf, binary, GLIBC, missing, program } from './abi-image.ts';
import { dir } from './layers.ts';

const RPATH = { rpath: ['$ORIGIN'] };
const DEBIAN = 'usr/lib/jvm/java-21-openjdk-amd64';

/** The libraries of a Java runtime as Debian's and those of jlink link them. */
function parts(folder: string): RawEntry[] {
  const library = (name: string, needed: string[]) =>
    binary(`${folder}/lib/${name}`, { soname: name, needed, ...RPATH });
  return [
    program(`${folder}/bin/java`, ['libjli.so'], { rpath: ['$ORIGIN', '$ORIGIN/../lib'] }),
    library('libjli.so', ['libc.so.6']),
    library('libjava.so', ['libjvm.so', 'libc.so.6']),
    library('libjimage.so', ['libjvm.so', 'libc.so.6']),
    library('libnet.so', ['libjvm.so', 'libjava.so', 'libc.so.6']),
    library('libnio.so', ['libjava.so', 'libnet.so', 'libc.so.6']),
    library('libzip.so', ['libjvm.so', 'libjava.so', 'libc.so.6']),
  ];
}

function machine(folder: string, kind = 'server'): RawEntry {
  return binary(`${folder}/lib/${kind}/libjvm.so`, { soname: 'libjvm.so' });
}

const jre = (folder: string): RawEntry[] => [...parts(folder), machine(folder)];
const inApp = (...app: RawEntry[]) => abiOf([GLIBC, app], '/app/jre/bin/java');

it.each(['app/jre', DEBIAN])('a Java runtime of the app in %s lacks nothing', async (folder) => {
  const abi = await abiOf([GLIBC, jre(folder)], `/${folder}/bin/java`);
  expect(missing(abi)).toEqual([]);
  expect(abi.absent).toEqual([]);
});

it('the virtual machine may be another than that for servers', async () => {
  const abi = await inApp(...parts('app/jre'), machine('app/jre', 'minimal'));
  expect([...missing(abi), ...abi.absent]).toEqual([]);
});

it('a library for Java finds the virtual machine of the base, whatever its folder', async () => {
  const app = [binary('app/native/libfoo.so', { needed: ['libjvm.so', 'libc.so.6'] })];
  const abi = await abiOf([[...GLIBC, ...jre(DEBIAN)], app], '/usr/bin/java');
  expect(missing(abi)).toEqual([]);
  expect(abi.libraries.find(({ name }) => name === 'libjvm.so')).toEqual({
    name: 'libjvm.so',
    path: `/${DEBIAN}/lib/server/libjvm.so`,
    neededBy: ['/app/native/libfoo.so'],
  });
});

it('each Java runtime has its own virtual machine', async () => {
  const abi = await abiOf([
    [...GLIBC, ...jre(DEBIAN)],
    [dir('app'), ...jre('zapp/jre')],
  ]);
  const of = (path: string) => abi.libraries.find((one) => one.path === path)?.neededBy;
  expect(of('/zapp/jre/lib/server/libjvm.so')).toContain('/zapp/jre/lib/libnet.so');
  expect(of(`/${DEBIAN}/lib/server/libjvm.so`)).toBeUndefined();
});

it('a Java runtime without virtual machine is still incomplete', async () => {
  const abi = await inApp(...parts('app/jre'));
  expect(missing(abi)).toContain('/app/jre/lib/libjava.so: libjvm.so');
  expect(abi.absent.map(({ library }) => library)).toEqual(['libjli.so']);
});

it('a virtual machine for another machine is none', async () => {
  const other = binary('app/jre/lib/server/libjvm.so', { soname: 'libjvm.so', machine: 183 });
  expect(missing(await inApp(...parts('app/jre'), other))).toContain(
    '/app/jre/lib/libjava.so: libjvm.so',
  );
});

it('a program that needs the virtual machine at its start has to find it itself', async () => {
  const run = program('app/run', ['libjvm.so']);
  expect(missing(await abiOf([[...GLIBC, ...jre(DEBIAN)], [run]]))).toEqual([
    '/app/run: libjvm.so',
  ]);
});

it('other libraries are not found in folders below, whatever they are called', async () => {
  const app = [
    binary('app/lib/liba.so', { needed: ['libb.so', 'libc.so.6'], ...RPATH }),
    binary('app/lib/server/libb.so', { soname: 'libb.so' }),
  ];
  expect(missing(await abiOf([GLIBC, app]))).toEqual(['/app/lib/liba.so: libb.so']);
});
