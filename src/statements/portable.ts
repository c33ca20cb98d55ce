const PASSWORD = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi;

/**
 * A document without what is of the machine or nobody's business: places in files of the user go, as
 * their paths say where the project lies, and so do names and passwords in URLs.
 */
export function portable<T>(value: T): T {
  return walk(value) as T;
}

function walk(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(PASSWORD, '$1');
  if (Array.isArray(value)) return value.map(walk);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !isPlace(key, inner))
      .map(([key, inner]) => [key, walk(inner)]),
  );
}

/** Of places a plan has `origin`, one for each thing, and `origins`, by name. */
function isPlace(key: string, value: unknown): boolean {
  if (key === 'origin') return isSpan(value);
  if (key !== 'origins' || typeof value !== 'object' || value === null) return false;
  return Object.values(value).every(isSpan);
}

function isSpan(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'file' in value && 'line' in value;
}
