import type { Check } from '../../report/types.ts';
import type { ImageFile } from '../types.ts';

/** The check that there are no such files; `fact` is the evidence when there are none. */
export function none(id: string, found: readonly Pick<ImageFile, 'path'>[], fact: string): Check {
  const paths = found.map((file) => `/${file.path}`);
  return { id, pass: paths.length === 0, evidence: paths.length > 0 ? listed(paths) : fact };
}

export function listed(names: readonly string[]): string {
  const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
  return names.slice(0, 10).join(', ') + more;
}
