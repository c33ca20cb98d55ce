import type { Exception } from '../plan/types.ts';

/** Days before the end of an exception at which it starts to warn. */
const NOTICE = 14;

/** An exception holds up to and including its day `until`. */
export function byTerm<T extends Exception>(
  entries: readonly T[],
  today: string,
): { valid: T[]; expired: T[] } {
  return {
    valid: entries.filter(({ until }) => until >= today),
    expired: entries.filter(({ until }) => until < today),
  };
}

/** `what` is the exception in words. */
export function endedText(entry: Exception, what: string): string {
  return `${lineOf(entry)}: ${what} ended on ${entry.until} (owner: ${entry.owner})`;
}

/** A warning, where the end is near. */
export function noticeOf(entry: Exception, what: string, today: string): string[] {
  const days = Math.round((Date.parse(entry.until) - Date.parse(today)) / 86_400_000);
  if (days > NOTICE) return [];
  const when =
    days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days, on ${entry.until}`;
  return [`${lineOf(entry)}: ${what} ends ${when} (owner: ${entry.owner})`];
}

export function lineOf({ origin }: Pick<Exception, 'origin'>): string {
  return `${origin.file}:${origin.line}`;
}
