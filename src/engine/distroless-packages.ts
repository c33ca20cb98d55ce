/** A package list of a distroless image: which one it stands on, and what it adds. */
interface Flavour {
  on?: string;
  packages: string;
}

/**
 * Packages of distroless images as upstream's build files list them. The certificate bundle is of
 * ca-certificates, but made as a file without a record.
 */
const TRIXIE: Record<string, Flavour> = {
  static: { packages: 'base-files media-types netbase tzdata tzdata-legacy' },
  'base-nossl': { on: 'static', packages: 'libc6' },
  base: { on: 'static', packages: 'libc6 libssl3t64 libzstd1 zlib1g' },
  cc: { on: 'base', packages: 'gcc-14-base libgcc-s1 libgomp1 libstdc++6' },
  python3: {
    on: 'cc',
    packages: `libbz2-1.0 libc-bin libcom-err2 libcrypt1 libdb5.3t64 libexpat1 libffi8
      libgssapi-krb5-2 libk5crypto3 libkeyutils1 libkrb5-3 libkrb5support0 liblzma5 libncursesw6
      libnsl2 libpython3.13-minimal libpython3.13-stdlib libreadline8t64 libsqlite3-0 libtinfo6
      libtirpc3t64 libuuid1 python3.13-minimal python3.13-venv zlib1g`,
  },
  // Node itself is of no package.
  nodejs24: { on: 'cc', packages: '' },
  'java-base': {
    on: 'base-nossl',
    packages: `fontconfig-config fonts-dejavu-core gcc-14-base libbrotli1 libbz2-1.0 libcrypt1
      libexpat1 libfontconfig1 libfreetype6 libgcc-s1 libjpeg62-turbo liblcms2-2 libpng16-16t64
      libstdc++6 libuuid1 zlib1g`,
  },
  // Upstream has a Temurin JRE in its place.
  java21: { on: 'java-base', packages: 'openjdk-21-jre-headless' },
};

const BOOKWORM: Record<string, Flavour> = {
  static: { packages: 'base-files media-types netbase tzdata' },
  base: { on: 'static', packages: 'libc6 libssl3' },
  cc: { on: 'base', packages: 'gcc-12-base libgcc-s1 libgomp1 libstdc++6' },
};

const LISTS = { trixie: TRIXIE, bookworm: BOOKWORM };

/** All packages of a flavour, those of what it stands on included, in name order. */
export function distrolessPackages(release: keyof typeof LISTS, flavour: string): string[] {
  const { on, packages } = LISTS[release][flavour] ?? { packages: '' };
  const below = on === undefined ? [] : distrolessPackages(release, on);
  return [...new Set([...below, ...packages.split(/\s+/).filter(Boolean)])].sort();
}
