import type { Check } from '../../report/types.ts';
import type { ImageFile } from '../types.ts';
import { none } from './check.ts';

const REPOSITORY = /^((?:.*?\/)?\.(?:git|hg|svn))(?:\/|$)/;
const SOURCE_MAP = /\.(?:[cm]?js|css)\.map$/;

/** What a build leaves and nobody runs. */
export function checkLeftovers(files: readonly ImageFile[]): Check[] {
  const repositories = new Set(files.flatMap(({ path }) => REPOSITORY.exec(path)?.[1] ?? []));
  const maps = files.filter(({ path, kind }) => kind === 'app' && SOURCE_MAP.test(path));
  return [
    none(
      'no-repository',
      [...repositories].map((path) => ({ path })),
      'no .git, .hg or .svn',
    ),
    none('no-source-maps', maps, 'no source maps of the program'),
  ];
}
