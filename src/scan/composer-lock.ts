import { objectOf, record } from './json-object.ts';
import type { ExpectedPackage } from './types.ts';

/**
 * What a composer.lock has for production, as Composer writes it into vendor/composer/installed.json,
 * where scanners look. Undefined where the text is no such file.
 */
export function composerLockPackages(text: string): ExpectedPackage[] | undefined {
  const { packages } = objectOf(text);
  if (!Array.isArray(packages)) return undefined;
  return packages.flatMap((entry) => {
    const { name, version } = record(entry);
    if (typeof name !== 'string' || typeof version !== 'string') return [];
    return [{ name, version, type: 'php' }];
  });
}
