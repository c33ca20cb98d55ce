import { createHash } from 'node:crypto';
import type { Issue } from './types.ts';

/**
 * Gives each result a fingerprint that outlives versions and lines. GitHub reads the second name
 * alone. Results of one identity, such as a package that is there twice, are numbered.
 */
export function fingerprinted(issues: readonly Issue[]): Issue[] {
  const seen = new Map<string, number>();
  return issues.map((issue) => {
    const hash = createHash('sha256').update(issue.identity.join('\0')).digest('hex').slice(0, 32);
    const number = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, number);
    const value = `${hash}:${number}`;
    const partialFingerprints = { 'hardenIssue/v1': value, primaryLocationLineHash: value };
    return { ...issue, result: { ...issue.result, partialFingerprints } };
  });
}
