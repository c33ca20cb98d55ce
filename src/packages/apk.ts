import type { InstalledPackage, Texts } from './types.ts';

/** Where apk keeps its database; the newer place is used from apk 3 on. */
export const APK_DATABASES = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];

/** What apk was asked for, one word a line. */
export const APK_WORLD = 'etc/apk/world';

/** The packages of apk's `installed` file: paragraphs of one-letter fields. */
export function apkPackages(texts: Texts): InstalledPackage[] {
  return APK_DATABASES.flatMap((database) =>
    paragraphs(texts.get(database) ?? '').flatMap((record) => packageOf(record, database)),
  );
}

/** The text of an `installed` file that holds these packages. */
export function apkDatabase(packages: readonly InstalledPackage[]): string {
  return packages.map(({ record }) => `${record}\n\n`).join('');
}

export function paragraphs(text: string): string[] {
  return text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function packageOf(record: string, database: string): InstalledPackage[] {
  const lines = record.split('\n');
  const field = (letter: string) =>
    lines.find((line) => line.startsWith(`${letter}:`))?.slice(2) ?? '';
  const name = field('P');
  if (!name) return [];
  return [
    {
      name,
      version: field('V'),
      manager: 'apk',
      ...filesOf(lines),
      provides: names(field('p')),
      // A name with `!` is a conflict.
      depends: names(field('D')).filter((word) => !word.startsWith('!')),
      record,
      database,
    },
  ];
}

/** `F:` names a folder, each `R:` below it a file, and `Z:Q1` after it its SHA-1 in base64. */
function filesOf(lines: readonly string[]): Pick<InstalledPackage, 'files' | 'checksums'> {
  const files: string[] = [];
  const checksums: Record<string, string> = {};
  let folder = '';
  for (const line of lines) {
    const file = files.at(-1);
    if (line.startsWith('F:')) folder = line.slice(2);
    else if (line.startsWith('R:'))
      files.push(folder ? `${folder}/${line.slice(2)}` : line.slice(2));
    else if (line.startsWith('Z:Q1') && file !== undefined)
      checksums[file] = `sha1:${Buffer.from(line.slice(4), 'base64').toString('hex')}`;
  }
  return { files, checksums };
}

function names(field: string): string[] {
  return field
    .split(' ')
    .map((word) => word.replace(/[<>=~].*$/, ''))
    .filter((word) => word !== '');
}

/** A repository is a URL, or a folder of the host. */
export function isUrl(place: string): boolean {
  return /^https?:/.test(place);
}
