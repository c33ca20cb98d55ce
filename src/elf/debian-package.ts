/**
 * Packages that are not called after their library: by soname, or by what is before its `.so`. `@`
 * stands for the version in the soname.
 */
const UNRULY = new Map<string, readonly string[]>([
  ['libz', ['zlib1g']],
  ['libssl.so.3', ['libssl3t64', 'libssl3']],
  ['libcrypto.so.3', ['libssl3t64', 'libssl3']],
  ['libcrypto', ['libssl@']],
  ['libGLESv2', ['libgles2']],
  ['libGLU', ['libglu1-mesa']],
  ['libatspi', ['libatspi2.0-0t64', 'libatspi2.0-0']],
  ['libbrotlicommon', ['libbrotli1']],
  ['libbrotlidec', ['libbrotli1']],
  ['libbrotlienc', ['libbrotli1']],
  ['libcurl-gnutls', ['libcurl3t64-gnutls', 'libcurl3-gnutls']],
  ['libexslt', ['libxslt1.1']],
  ['libform', ['libncurses@']],
  ['libformw', ['libncursesw@']],
  ['libgio-2.0', ['libglib2.0-0t64', 'libglib2.0-0']],
  ['libglib-2.0', ['libglib2.0-0t64', 'libglib2.0-0']],
  ['libgmodule-2.0', ['libglib2.0-0t64', 'libglib2.0-0']],
  ['libgmpxx', ['libgmpxx4ldbl']],
  ['libgobject-2.0', ['libglib2.0-0t64', 'libglib2.0-0']],
  ['libgthread-2.0', ['libglib2.0-0t64', 'libglib2.0-0']],
  ['libharfbuzz', ['libharfbuzz0b']],
  ['libhistory', ['libreadline@t64', 'libreadline@']],
  ['libicudata', ['libicu@']],
  ['libicui18n', ['libicu@']],
  ['libicuio', ['libicu@']],
  ['libicuuc', ['libicu@']],
  ['libjpeg.so.62', ['libjpeg62-turbo']],
  ['liblber.so.2', ['libldap2']],
  ['liblber-2.5', ['libldap-2.5-0']],
  ['libmenu', ['libncurses@']],
  ['libmenuw', ['libncursesw@']],
  ['libnsl.so.1', ['libc6']],
  ['libnss_systemd', ['libnss-systemd']],
  ['libpam', ['libpam0g']],
  ['libpam_misc', ['libpam0g']],
  ['libpanel', ['libncurses@']],
  ['libpanelw', ['libncursesw@']],
  ['libsnappy', ['libsnappy1v5']],
  ['libtcmalloc', ['libgoogle-perftools4t64', 'libgoogle-perftools4']],
  ['libtic', ['libtinfo@']],
  ['libxml2.so.2', ['libxml2']],
  ['libxmlsec1', ['libxmlsec1t64', 'libxmlsec1']],
  ['libxslt', ['libxslt1.1']],
]);

/** All of glibc is in one package. */
const GLIBC = new Set(
  'c m mvec dl rt pthread util resolv anl thread_db nss_files nss_dns nss_compat nss_hesiod BrokenLocale'
    .split(' ')
    .map((name) => `lib${name}`),
);

const MOST_NAME = 255;
const PACKAGE = /^[a-z0-9][a-z0-9.+-]+$/;
/** Versions of Python are in the name, with a part of the soname that no package carries. */
const PYTHON = /^(libpython\d\.\d{1,3})\.so\.1\.0$/;

/**
 * The packages of Debian and its kin that are likely to hold a library, most likely first, by
 * Debian Policy 8.1 and the 64-bit time transition of Debian 13 (`t64`). A guess from the name:
 * whether a release has them is for the caller to check. Empty for what is no soname.
 */
export function packagesFor(soname: string): string[] {
  if (soname.length > MOST_NAME) return [];
  return guesses(soname).filter((name) => PACKAGE.test(name));
}

function guesses(soname: string): string[] {
  const at = soname.indexOf('.so');
  if (at <= 0) return [];
  const name = soname.slice(0, at);
  const version = soname.slice(at + '.so.'.length);
  if (GLIBC.has(name) || name.startsWith('ld-linux') || name === 'ld64') return ['libc6'];
  if (name.startsWith('libc.musl-') || name.startsWith('ld-musl-')) return ['musl'];
  const python = PYTHON.exec(soname)?.[1];
  if (python) return renamed(python);
  const unruly = UNRULY.get(soname) ?? UNRULY.get(name);
  if (unruly) return unruly.map((one) => one.replace('@', version));
  if (name.startsWith('libabsl_')) return renamed(`libabsl${version}`);
  return version === '' ? unversioned(name) : versioned(name, version);
}

/** The version of an API in the name (`libatk-1.0.so.0`) often goes without its dash. */
function versioned(name: string, version: string): string[] {
  const dash = name.lastIndexOf('-');
  const api = name.slice(dash + 1);
  const names = renamed(joined(name, version));
  if (dash <= 0 || !/^\d/.test(api)) return names;
  return [...names, ...renamed(joined(name.slice(0, dash) + api, version))];
}

/** `libdb-5.3.so` is of libdb, version 5.3; of other names without a version little is known. */
function unversioned(name: string): string[] {
  const dash = name.lastIndexOf('-');
  const version = name.slice(dash + 1);
  if (dash <= 0 || !/^\d/.test(version)) return [lowered(name)];
  return [...renamed(joined(name.slice(0, dash), version)), lowered(name)];
}

function joined(name: string, version: string): string {
  return lowered(/\d$/.test(name) ? `${name}-${version}` : name + version);
}

function lowered(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

function renamed(name: string): string[] {
  return [name, `${name}t64`];
}
