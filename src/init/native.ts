import type { Evidence, Native } from './types.ts';

/** A dependency that is built with a C library, and the Debian packages its build needs. */
interface NativeDependency {
  language: string;
  name: RegExp;
  packages: string[];
  why: string;
}

/** Only those that have no ready-made build, or whose ready-made build another name has. */
const DEPENDENCIES: NativeDependency[] = [
  // pg_config is a Perl script.
  {
    language: 'python',
    name: /^(?:psycopg-c|psycopg2)$/,
    packages: ['libpq-dev', 'perl-base'],
    why: 'libpq',
  },
  {
    language: 'python',
    name: /^mysqlclient$/,
    packages: ['libmariadb-dev', 'pkgconf'],
    why: 'libmariadb',
  },
  {
    language: 'python',
    name: /^pycurl$/,
    packages: ['libcurl4-openssl-dev', 'libssl-dev'],
    why: 'libcurl',
  },
  {
    language: 'python',
    name: /^python-ldap$/,
    packages: ['libldap-dev', 'libsasl2-dev'],
    why: 'libldap',
  },
  { language: 'python', name: /^pygraphviz$/, packages: ['libgraphviz-dev'], why: 'libgraphviz' },
  { language: 'python', name: /^pymssql$/, packages: ['freetds-dev'], why: 'FreeTDS' },
  {
    language: 'go',
    name: /^github\.com\/(?:h2non\/bimg|davidbyttow\/govips\/v2)$/,
    packages: ['libvips-dev', 'pkgconf'],
    why: 'libvips',
  },
  { language: 'rust', name: /^openssl-sys$/, packages: ['libssl-dev', 'pkgconf'], why: 'OpenSSL' },
  { language: 'rust', name: /^pq-sys$/, packages: ['libpq-dev'], why: 'libpq' },
  { language: 'rust', name: /^mysqlclient-sys$/, packages: ['libmariadb-dev'], why: 'libmariadb' },
  {
    language: 'rust',
    name: /^rdkafka-sys$/,
    packages: ['g++', 'make', 'zlib1g-dev'],
    why: 'librdkafka',
  },
];

/** What a package for building needs that it does not depend on. */
export function besides(name: string): string[] {
  return name === 'libpq-dev' ? ['perl-base'] : [];
}

/** What the named dependencies of a project need; `names` maps each to the line that asks for it. */
export function nativeNeeds(language: string, names: ReadonlyMap<string, Evidence>): Native[] {
  return DEPENDENCIES.filter((one) => one.language === language).flatMap(
    ({ name, packages, why }) => {
      const found = [...names].find(([dependency]) => name.test(dependency));
      return found ? [{ value: `${found[0]}: ${why}`, packages, evidence: [found[1]] }] : [];
    },
  );
}
