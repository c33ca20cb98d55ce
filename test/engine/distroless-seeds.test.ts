import { expect, test } from 'vitest';
import { DISTROLESS_SEEDS } from '../../src/engine/distroless-seeds.ts';

/** As upstream's build files list them, each whole and in their order. */
const STATIC_12 = 'base-files netbase tzdata media-types';
const STATIC_13 = 'base-files netbase tzdata tzdata-legacy media-types';
const BASE_12 = `${STATIC_12} libc6 libssl3`;
const BASE_13 = `${STATIC_13} libc6 libssl3t64 libzstd1 zlib1g`;
const CC_13 = `${BASE_13} libgomp1 libstdc++6 libgcc-s1 gcc-14-base`;

const PUBLISHED: [image: string, packages: string][] = [
  ['static-debian13', STATIC_13],
  ['base-nossl-debian13', `${STATIC_13} libc6`],
  ['base-debian13', BASE_13],
  ['cc-debian13', CC_13],
  [
    'python3-debian13',
    `${CC_13} libbz2-1.0 libdb5.3t64 libexpat1 liblzma5 libsqlite3-0 libuuid1 libncursesw6 libtinfo6
    libcom-err2 libcrypt1 libc-bin libgssapi-krb5-2 libk5crypto3 libkeyutils1 libkrb5-3
    libkrb5support0 libnsl2 libreadline8t64 libtirpc3t64 libffi8 libpython3.13-minimal
    libpython3.13-stdlib python3.13-minimal python3.13-venv`,
  ],
  [
    'java21-debian13',
    `${STATIC_13} libc6 zlib1g libjpeg62-turbo liblcms2-2 libfreetype6 fonts-dejavu-core
    fontconfig-config libexpat1 libfontconfig1 libuuid1 libbrotli1 libcrypt1 libstdc++6 libgcc-s1
    gcc-14-base libpng16-16t64 libbz2-1.0 openjdk-21-jre-headless`,
  ],
  ['nodejs24-debian13', CC_13],
  ['static-debian12', STATIC_12],
  ['base-debian12', BASE_12],
  ['cc-debian12', `${BASE_12} libgomp1 libstdc++6 libgcc-s1 gcc-12-base`],
];

const TAGS = [
  { tag: 'nonroot', user: { User: '65532', WorkingDir: '/home/nonroot' } },
  { tag: 'latest', user: { User: '0', WorkingDir: '/' } },
];

test('the stand-ins are those of the table, in its order, for each tag', () => {
  expect(DISTROLESS_SEEDS.map(({ upstream }) => upstream)).toEqual(
    TAGS.flatMap(({ tag }) => PUBLISHED.map(([image]) => `gcr.io/distroless/${image}:${tag}`)),
  );
});

test.each(PUBLISHED)('%s has the published packages, and a user by tag', (image, packages) => {
  for (const { tag, user } of TAGS) {
    const seed = DISTROLESS_SEEDS.find(({ upstream }) => upstream.endsWith(`/${image}:${tag}`));
    expect(seed?.config).toMatchObject(user);
    expect(seed?.source).toMatchObject({
      release: image.includes('debian12') ? 'bookworm' : 'trixie',
      purpose: 'base',
      exact: true,
      certificates: true,
      packages: [...new Set(packages.split(/\s+/))].sort(),
    });
  }
});

test('each says which system and version it is', () => {
  for (const { source, repository } of DISTROLESS_SEEDS) {
    const files = 'files' in source ? source.files : {};
    expect(files?.['usr/lib/os-release']).toContain('PRETTY_NAME="Distroless"\n');
    expect(files?.['usr/lib/os-release']).toContain(`VERSION_ID="${repository.slice(-2)}"\n`);
  }
});
