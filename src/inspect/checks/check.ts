import { listed } from '../../diagnostics/listed.ts';
import type { Check } from '../../report/types.ts';
import type { ImageFile } from '../types.ts';

/** The check that there are no such files; `fact` is the evidence when there are none. */
export function none(id: string, found: readonly Pick<ImageFile, 'path'>[], fact: string): Check {
  const paths = found.map((file) => `/${file.path}`);
  if (paths.length === 0) return { id, pass: true, evidence: fact };
  return { id, pass: false, evidence: listed(paths), paths };
}
