/** What Grype calls a kind of package, in the words that findings and reports have: Trivy's. */
const APP_TYPES = new Map([
  ['go-module', 'gobinary'],
  ['npm', 'node-pkg'],
  ['python', 'python-pkg'],
  ['java-archive', 'jar'],
  ['rust-crate', 'rustbinary'],
  ['gem', 'gemspec'],
  ['php-composer', 'composer'],
]);

const OS_TYPES = new Set(['deb', 'apk', 'rpm', 'alpm', 'portage']);

export function grypeType(kind: string, family: string): { class: 'os' | 'app'; type: string } {
  if (OS_TYPES.has(kind)) return { class: 'os', type: family || kind };
  return { class: 'app', type: APP_TYPES.get(kind) ?? kind };
}

/** Java's packages are named with their group, which only the purl has. */
export function grypeName(name: string, kind: string, purl: string): string {
  if (kind !== 'java-archive') return name;
  const [, group, artifact] = /^pkg:maven\/([^/@]+)\/([^/@?]+)/.exec(purl) ?? [];
  return group && artifact ? `${decodeURIComponent(group)}:${decodeURIComponent(artifact)}` : name;
}

/** The standard library is `go1.26.8` to Grype, and the main module often of `(devel)`. */
export function grypeVersion(version: string, kind: string): string {
  if (kind !== 'go-module') return version === 'UNKNOWN' ? '' : version;
  return version === '(devel)' ? '' : version.replace(/^go(?=\d)/, 'v');
}
