import { createHash } from 'node:crypto';
import { licence } from './licences.ts';

/** What a package declares, as one expression of SPDX: all its licences hold. */
export function declaredLicence(words: readonly string[]): string {
  const all = [...new Set(words)].sort().map(termOf);
  return all.length === 0 ? 'NOASSERTION' : all.join(' AND ');
}

/** The names that are in no list of SPDX, which a document has to explain. */
export function extractedLicences(words: readonly string[]) {
  const names = new Set(
    words.flatMap((word) => {
      const found = licence(word);
      return 'name' in found ? [found.name] : [];
    }),
  );
  if (names.size === 0) return {};
  return {
    hasExtractedLicensingInfos: [...names].sort().map((name) => ({
      licenseId: referenceOf(name),
      name,
      extractedText: `The package names this licence and no more: ${name}`,
    })),
  };
}

function termOf(word: string): string {
  const found = licence(word);
  if ('id' in found) return found.id;
  if ('name' in found) return referenceOf(found.name);
  return found.expression.startsWith('(') ? found.expression : `(${found.expression})`;
}

/** The hash keeps names apart that differ in signs alone. */
function referenceOf(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9.-]+/g, '-');
  if (plain === name) return `LicenseRef-${name}`;
  return `LicenseRef-${plain}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}
