import { paragraphs } from './apk.ts';
import type { InstalledPackage, Texts } from './types.ts';

export const DPKG_STATUS = 'var/lib/dpkg/status';
/** One record a file, as distroless and harden write them. */
export const DPKG_STATUS_D = 'var/lib/dpkg/status.d/';
export const DPKG_INFO = 'var/lib/dpkg/info/';

/** The installed packages of dpkg's `status` and of the records in `status.d`. */
export function dpkgPackages(texts: Texts): InstalledPackage[] {
  const records = [...texts].filter(
    ([path]) => path.startsWith(DPKG_STATUS_D) && !path.endsWith('.md5sums'),
  );
  return [
    ...paragraphs(texts.get(DPKG_STATUS) ?? '')
      .filter((record) => /^Status: \S+ \S+ installed$/m.test(record))
      .flatMap((record) => packageOf(record, DPKG_STATUS, texts)),
    ...records.flatMap(([path, text]) =>
      paragraphs(text).flatMap((record) => packageOf(record, path, texts)),
    ),
  ];
}

/** The text of a `status` file that holds these packages. */
export function dpkgStatus(packages: readonly InstalledPackage[]): string {
  return packages.map(({ record }) => `${record}\n`).join('\n');
}

function packageOf(record: string, database: string, texts: Texts): InstalledPackage[] {
  const field = (name: string) =>
    new RegExp(`^${name}: *(.*(?:\\n[ \\t].*)*)`, 'm').exec(record)?.[1] ?? '';
  const name = field('Package').trim();
  if (!name) return [];
  return [
    {
      name,
      version: field('Version').trim(),
      manager: 'dpkg',
      ...filesOf(name, database, field('Architecture').trim(), texts),
      provides: names(field('Provides')),
      depends: names([field('Pre-Depends'), field('Depends')].filter(Boolean).join(',')),
      record,
      database,
    },
  ];
}

/** From the package's list; beside a record in `status.d`, from its checksums. */
function filesOf(
  name: string,
  database: string,
  architecture: string,
  texts: Texts,
): Pick<InstalledPackage, 'files' | 'checksums'> {
  const info = (ending: string) =>
    texts.get(`${DPKG_INFO}${name}:${architecture}.${ending}`) ??
    texts.get(`${DPKG_INFO}${name}.${ending}`);
  const sums = (info('md5sums') ?? texts.get(`${database}.md5sums`) ?? '')
    .split('\n')
    .flatMap((line) => {
      const [, sum = '', path = ''] = /^([0-9a-f]+)\s+\*?(.+)$/.exec(line) ?? [];
      return below(path).map((one) => [one, `md5:${sum}`] as const);
    });
  const listed = info('list')
    ?.split('\n')
    .flatMap((line) => below(line));
  return { files: listed ?? sums.map(([path]) => path), checksums: Object.fromEntries(sums) };
}

function below(path: string): string[] {
  const bare = path.replace(/^\.?\/+/, '').replace(/\/+$/, '');
  return bare === '' || bare === '.' ? [] : [bare];
}

function names(field: string): string[] {
  return field
    .split(/[,|]/)
    .map((word) => word.trim().replace(/[\s(:].*$/s, ''))
    .filter((word) => word !== '');
}
