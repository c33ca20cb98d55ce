import { describe, expect, it } from 'vitest';
import { abiDiagnostics } from '../../src/inspect/abi-diagnostics.ts';
import { MUSL } from '../elf/images.ts';
import type { RawEntry } from '../oci/raw-tar.ts';
import { abiOf, binary, GLIBC, missing, program } from './abi-image.ts';
import { link } from './layers.ts';

const SITE = 'app/lib/python3.13/site-packages';

/** A module and the libraries that auditwheel put beside its package, under names of its own. */
function wheel(site: string, libc: string, tag: string): RawEntry[] {
  const rpath = (folder: string) => ({ rpath: [folder] });
  const bundled = (name: string, needed: string[] = []) =>
    binary(`${site}/psycopg_binary.libs/${name}`, {
      soname: name,
      needed: [...needed, libc],
      ...rpath('$ORIGIN'),
    });
  return [
    binary(`${site}/psycopg_binary/pq.cpython-313-${tag}.so`, {
      needed: ['libpq-8121725f.so.5.18', libc],
      ...rpath('$ORIGIN/../psycopg_binary.libs'),
    }),
    binary(`${site}/psycopg_binary/deep/down/x.cpython-313-${tag}.so`, {
      needed: ['libssl-6e8ed58c.so.3', libc],
      ...rpath('$ORIGIN/../../../psycopg_binary.libs'),
    }),
    bundled('libpq-8121725f.so.5.18', ['libssl-6e8ed58c.so.3']),
    bundled('libssl-6e8ed58c.so.3', ['libcrypto-a1b2c3d4.so.3']),
    bundled('libcrypto-a1b2c3d4.so.3'),
  ];
}

const GNU = wheel(SITE, 'libc.so.6', 'x86_64-linux-gnu');

describe('modules of Python', () => {
  it('find the libraries that their wheel brings', async () => {
    const abi = await abiOf([GLIBC, GNU]);
    expect(missing(abi)).toEqual([]);
    const libs = `/${SITE}/psycopg_binary.libs`;
    expect(abi.libraries.filter(({ path }) => path.startsWith(libs))).toMatchObject([
      { name: 'libcrypto-a1b2c3d4.so.3' },
      { name: 'libpq-8121725f.so.5.18' },
      { name: 'libssl-6e8ed58c.so.3' },
    ]);
  });

  it('find them on Alpine too', async () => {
    const libc = 'libc.musl-x86_64.so.1';
    const base = [
      binary(MUSL.slice(1), { needed: [], soname: libc }),
      link(`lib/${libc}`, 'ld-musl-x86_64.so.1'),
    ];
    const abi = await abiOf([base, wheel(SITE, libc, 'x86_64-linux-musl')]);
    expect(missing(abi)).toEqual([]);
  });

  it('find them through a link to the folder', async () => {
    const app = [
      link('app/lib64', 'lib'),
      ...wheel(SITE.replace('lib', 'lib64'), 'libc.so.6', 'x'),
    ];
    const abi = await abiOf([GLIBC, app]);
    expect(missing(abi)).toEqual([]);
    expect(abi.subjects).toContain(`/${SITE}/psycopg_binary/pq.cpython-313-x.so`);
  });

  it('find none that was left out', async () => {
    const cut = GNU.filter(({ name }) => !name.includes('libcrypto'));
    const libssl = `/${SITE}/psycopg_binary.libs/libssl-6e8ed58c.so.3`;
    expect(missing(await abiOf([GLIBC, cut]))).toEqual([`${libssl}: libcrypto-a1b2c3d4.so.3`]);
  });
});

it('an add-on of Node needs no more than it says: the rest is in the program that loads it', async () => {
  const build = 'app/node_modules/sharp/build/Release';
  const app = [
    program('app/run'),
    binary(`${build}/sharp.node`, {
      needed: ['libvips.so.42', 'libc.so.6'],
      rpath: ['$ORIGIN/../../vendor/lib'],
    }),
    binary('app/node_modules/sharp/vendor/lib/libvips.so.42', { soname: 'libvips.so.42' }),
  ];
  expect(missing(await abiOf([GLIBC, app]))).toEqual([]);
});

describe('add-ons built for many platforms', () => {
  const origin = { file: 'hardening.yaml', line: 4, column: 7, length: 4 };
  const words = { base: 'the base', origin, packageOf: () => undefined, packagesKey: undefined };
  const AARCH64 = 183;
  const place = (platform: string) => `app/node_modules/argon2/prebuilds/${platform}/argon2.node`;
  const others = [
    binary(place('linux-arm64'), { machine: AARCH64 }),
    binary(place('linux-x64-musl'), { needed: ['libc.musl-x86_64.so.1'] }),
  ];

  it('are a warning where one of them fits', async () => {
    const app = [program('app/run'), ...others, binary(place('linux-x64'))];
    const found = abiDiagnostics(await abiOf([GLIBC, app]), words);
    expect(found).toMatchObject([{ severity: 'warning', code: 'abi/wrong-machine' }]);
    expect(found[0]?.message).toMatch(/^2 native files, such as .*prebuilds\/linux-/);
  });

  it('are errors where none does', async () => {
    const found = abiDiagnostics(await abiOf([GLIBC, [program('app/run'), ...others]]), words);
    expect(found.map(({ severity, code }) => `${severity} ${code}`).sort()).toEqual([
      'error abi/wrong-libc',
      'error abi/wrong-machine',
    ]);
    const across = abiDiagnostics(await abiOf([GLIBC, [program('app/run'), ...others]]), {
      ...words,
      builtOn: 'linux/arm64',
    });
    const hints = (all: typeof found) => all.map(({ hint }) => hint ?? '').join();
    expect(hints(across)).toMatch(/built on linux\/arm64.*--engine/);
    expect(hints(found)).not.toContain('--engine');
  });
});
