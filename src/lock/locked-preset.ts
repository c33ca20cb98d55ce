import { createHash } from 'node:crypto';
import type { Compiled } from '../compile.ts';
import type { LockContent } from './schema.ts';

/** A preset by its content: an edited one may ask for anything. */
export function lockedPreset({
  name,
  text,
  package: from,
}: Compiled['preset']): LockContent['preset'] {
  const version = from?.version;
  return {
    name: from?.name ?? name,
    ...(version && { version }),
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
  };
}
