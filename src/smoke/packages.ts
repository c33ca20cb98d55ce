/** Libraries whose Debian package is not called by the rule. */
const KNOWN: Record<string, string> = {
  'libEGL.so.1': 'libegl1',
  'libGL.so.1': 'libgl1',
  'libcrypto.so.3': 'libssl3t64',
  'libcurl.so.4': 'libcurl4t64',
  'libgcc_s.so.1': 'libgcc-s1',
  'libglib-2.0.so.0': 'libglib2.0-0t64',
  'libgobject-2.0.so.0': 'libglib2.0-0t64',
  'libgthread-2.0.so.0': 'libglib2.0-0t64',
  'libssl.so.3': 'libssl3t64',
  'libstdc++.so.6': 'libstdc++6',
  'libxml2.so.2': 'libxml2',
  'libz.so.1': 'zlib1g',
};

/**
 * The Debian package that most likely has a library: its name and its version, a dash between two
 * digits, in small letters.
 */
export function packageOf(library: string): string | undefined {
  const known = KNOWN[library];
  if (known) return known;
  const match = /^(lib[A-Za-z0-9_.+-]*?)\.so\.(\d+)(?:\.\d+)*$/.exec(library);
  if (!match) return undefined;
  const [, name = '', version = ''] = match;
  const dash = /\d$/.test(name) ? '-' : '';
  return `${name}${dash}${version}`.toLowerCase().replaceAll('_', '-');
}
