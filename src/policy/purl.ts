/** A package URL in its parts. */
interface Purl {
  name: string;
  version?: string;
  qualifiers: URLSearchParams;
}

/**
 * Whether a package URL is meant by another: the same package, and of what the wide one names
 * besides (version, qualifiers) the same too.
 */
export function meansPurl(wide: string, narrow: string): boolean {
  const [a, b] = [readPurl(wide), readPurl(narrow)];
  if (!a || !b || a.name !== b.name) return false;
  if (a.version !== undefined && a.version !== b.version) return false;
  return [...a.qualifiers].every(([key, value]) => b.qualifiers.get(key) === value);
}

/** `name` is the type, the namespace and the name together. */
export function readPurl(text: string): Purl | undefined {
  const [, path = '', version, query = ''] =
    /^pkg:\/{0,2}([^?#]+?)(?:@([^?#@/]*))?(?:\?([^#]*))?(?:#.*)?$/.exec(text) ?? [];
  const [type, ...rest] = path.split('/');
  if (!type || rest.length === 0) return undefined;
  const name = [type.toLowerCase(), ...rest.map(decoded)].join('/');
  return {
    name,
    ...(version && { version: decoded(version) }),
    qualifiers: new URLSearchParams(query),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
