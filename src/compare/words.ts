import { count } from '../report/words.ts';
import type { Cause, Comparison, PackageChange } from './types.ts';

export const CAUSES: Record<Cause, string> = {
  base: 'the base',
  dependency: 'a dependency',
  app: 'the app',
  database: 'the advisory database',
};

export const DATABASES =
  'the two were scanned with different databases: compare the images, or add --rescan, to have both ' +
  'scanned with the same';

/** More licences than that nobody reads in a line. */
const MOST = 15;

export function checkTexts({ checks }: Comparison): string[] {
  return [
    ...checks.broken.map((id) => `${id} fails now`),
    ...checks.mended.map((id) => `${id} passes now`),
  ];
}

export function configTexts({ config }: Comparison): string[] {
  return config.map(({ field, before, after }) => {
    const none = field === 'user' ? 'root' : 'none';
    return `${field} from ${before || none} to ${after || none}`;
  });
}

export function licenceTexts({ licences }: Comparison): string[] {
  const line = (word: string, all: readonly string[]) => {
    const names = all.slice(0, MOST).join(', ');
    const rest = all.length > MOST ? ` and ${all.length - MOST} more` : '';
    return all.length === 0 ? [] : [`${count(all.length, `${word} licence`)}: ${names}${rest}`];
  };
  return [...line('new', licences.added), ...line('lost', licences.removed)];
}

/** `1.0`, or `from 1.0 to 1.1`; nothing where a package has no version. */
export function versionText({ before, after }: PackageChange): string {
  if (before !== undefined && after !== undefined) return `from ${before} to ${after}`;
  return before ?? after ?? '';
}

/** `-80 %`; nothing where nothing changed, or there was nothing to change. */
export function percent(change: number, of: number): string {
  if (change === 0 || of === 0) return '';
  return `${change > 0 ? '+' : '-'}${Math.round((100 * Math.abs(change)) / of)} %`;
}
