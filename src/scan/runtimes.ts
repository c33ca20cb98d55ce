import { type Diagnostic, warning } from '../diagnostics/diagnostic.ts';
import type { FileLedger } from '../inspect/ledger/types.ts';
import type { SeenPackage } from './types.ts';

/** Runtimes in no package that no scanner has seen either: its zero says nothing of them. */
export function unseenRuntimes(
  { runtimes }: Pick<FileLedger, 'runtimes'>,
  packages: readonly Pick<SeenPackage, 'path'>[],
): Diagnostic[] {
  const seen = new Set(packages.map(({ path = '' }) => `/${path.replace(/^\/+/, '')}`));
  return runtimes
    .filter(({ path }) => !seen.has(path))
    .map(({ name, version, path }) =>
      warning(
        'scan/unseen-runtime',
        `no scanner looked for advisories of ${name} ${version} itself: ${path} is of no package`,
        {
          hint: `take a base where a package has it, such as base: debian, or follow the advisories of ${name} yourself`,
        },
      ),
    );
}
