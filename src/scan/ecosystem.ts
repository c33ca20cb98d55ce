/** Which ecosystem a scanner's target type, or an expectation's type, belongs to. */
export function ecosystemOf(type: string): string {
  return ECOSYSTEMS.get(type) ?? type;
}

const ECOSYSTEMS = new Map(
  Object.entries({
    dotnet: ['dotnet-core', 'nuget', 'packages-config'],
    go: ['gobinary', 'gomod'],
    java: ['jar', 'pom', 'gradle'],
    node: ['node-pkg', 'npm', 'pnpm', 'yarn', 'bun'],
    php: ['composer', 'composer-vendor'],
    python: ['python-pkg', 'pip', 'pipenv', 'poetry', 'uv'],
    ruby: ['gemspec', 'bundler'],
    rust: ['rustbinary', 'cargo'],
  }).flatMap(([ecosystem, types]) => types.map((type) => [type, ecosystem] as const)),
);

/** A name in the form in which its ecosystem compares names; for Python that of PEP 503. */
export function comparableName(name: string, type: string): string {
  return ecosystemOf(type) === 'python' ? pep503(name) : name;
}

/** The form in which names of Python packages are compared. */
export function pep503(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** What packages are looked up by: all that may be the one expected have it. */
export function lookupName(name: string, type: string): string {
  const comparable = comparableName(name, type);
  return ecosystemOf(type) === 'java' ? comparable.replace(/^.*:/, '') : comparable;
}

/** Whether the name seen is the one expected. A Java artifact without a group is that of any. */
export function sameName(expected: string, seen: string, type: string): boolean {
  if (ecosystemOf(type) === 'java' && !expected.includes(':'))
    return lookupName(seen, type) === expected;
  return comparableName(expected, type) === comparableName(seen, type);
}

/** Whether the version seen is the one expected. An expectation without a version takes any. */
export function sameVersion(expected: string, seen: string, type: string): boolean {
  if (expected === '' || expected === seen) return true;
  const ecosystem = ecosystemOf(type);
  if (ecosystem === 'node') return bareVersion(expected) === bareVersion(seen);
  if (ecosystem === 'go') return withoutV(expected) === withoutV(seen);
  return ecosystem === 'python' && satisfiesPin(expected, seen);
}

/** As `==` of PEP 440: 1.0 is 1.0.0, 2.1 takes 2.1+cpu, and 1.* takes 1.9. */
function satisfiesPin(pin: string, seen: string): boolean {
  const version = pin.includes('+') ? pep440(seen) : pep440(seen.replace(/\+.*$/, ''));
  if (!pin.endsWith('.*')) return pep440(pin) === version;
  const prefix = withoutV(pin.toLowerCase()).slice(0, -2);
  return version === pep440(prefix) || withoutV(seen.toLowerCase()).startsWith(`${prefix}.`);
}

function pep440(version: string): string {
  const text = withoutV(version.toLowerCase()).replace(/[-_]/g, '.');
  return text.replace(/^([\d.]+?)(?:\.0)+(?=$|[^\d.]|\.[a-z])/, '$1');
}

/** As npm writes a version into a lock file: without `v`, `=` and build metadata. */
function bareVersion(version: string): string {
  return version.replace(/^[v=\s]+/, '').replace(/\+.*$/, '');
}

function withoutV(version: string): string {
  return version.replace(/^v/, '');
}
