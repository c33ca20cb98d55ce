import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyExample } from './copy.ts';
import { type ApkPackage, makeApkKey, makeApkRepository } from './make-apk.ts';

/** `greeting` asks for `greeting-words` and makes a user; `squeeze` for a zlib newer than the base's. */
export const PACKAGES: ApkPackage[] = [
  {
    name: 'greeting',
    version: '1.2-r0',
    depends: 'greeting-words>=0.9 /bin/sh',
    files: [
      { name: 'usr/share/greeting', type: 'directory' },
      { name: 'usr/share/greeting/hello.txt', body: 'hello\n' },
      { name: 'usr/share/greeting/current', type: 'symlink', linkname: 'hello.txt' },
      { name: 'usr/share/greeting/secret', body: 'no', mode: 0o4640, uid: 100, gid: 101 },
    ],
    scripts: {
      '.pre-install': '#!/bin/sh\naddgroup -S greet\nadduser -S -D -H -G greet greet 2>/dev/null\n',
      '.post-install':
        '#!/bin/sh\ncat /dev/null > /usr/share/greeting/made && test -d /proc/self\n',
    },
  },
  {
    name: 'greeting-words',
    version: '0.9-r3',
    files: [{ name: 'usr/share/words', body: 'bye\n' }],
  },
  { name: 'squeeze', depends: 'zlib>=9' },
  {
    name: 'zlib',
    version: '9.0-r0',
    provides: 'so:libz.so.1=9.0',
    files: [
      { name: 'lib/libz.so.9.0', body: 'libz', mode: 0o755 },
      { name: 'lib/libz.so.1', type: 'symlink', linkname: 'libz.so.9.0' },
    ],
  },
  { name: 'puzzled', depends: 'greeting-piece' },
  { name: 'bold', files: [{ name: 'bin/busybox', body: 'mine' }] },
];

/** What the repository has one day: a fix, other content under a version, another dependency. */
export const NEWER_WORDS: ApkPackage = {
  name: 'greeting-words',
  version: '0.9-r4',
  files: [{ name: 'usr/share/words', body: 'bye bye\n' }],
};
export const REBUILT_WORDS: ApkPackage = { ...NEWER_WORDS, version: '0.9-r3' };
export const GREETING_ALONE: ApkPackage = { name: 'greeting', version: '1.3-r0' };

export const SPEC = {
  base: '{alpine: "3.20"}',
  packages: '[greeting]',
  repositories: '[./repository]',
  keys: '[./test@packages.example.rsa.pub]',
};

/** A service in Go on Alpine, with repositories beside it: `unsigned` is, and `foreign` by a stranger. */
export async function project(): Promise<string> {
  const folder = await copyExample('go-api');
  const key = await makeApkKey(folder, 'test@packages.example');
  const stranger = await makeApkKey(folder, 'stranger@packages.example');
  await rm(join(folder, 'stranger@packages.example.rsa.pub'));
  await makeApkRepository(join(folder, 'repository'), PACKAGES, key);
  await makeApkRepository(join(folder, 'unsigned'), PACKAGES);
  await makeApkRepository(join(folder, 'foreign'), PACKAGES, stranger);
  await makeApkRepository(join(folder, 'forged'), PACKAGES, { ...stranger, name: key.name });
  return folder;
}

export type Change = Partial<typeof SPEC>;

/** Alpine 3.20 is past its end of life: under `audit` that is a warning, and still no proof. */
export async function specIn(folder: string, change: Change = {}): Promise<string> {
  const { base, packages, repositories, keys } = { ...SPEC, ...change };
  const lines = [
    'version: 1',
    'language: go',
    'entrypoint: [/app/server]',
    `base: ${base}`,
    `runtime: {packages: ${packages}}`,
    'apk:',
    `  repositories: ${repositories}`,
    `  keys: ${keys}`,
    'policy: {preset: audit}',
  ];
  await writeFile(join(folder, 'hardening.yaml'), `${lines.join('\n')}\n`);
  return folder;
}
