/** A package URL; qualifiers without a value are left out, the others are sorted by name. */
export function purl(
  type: string,
  namespace: string | undefined,
  name: string,
  version: string,
  qualifiers: Record<string, string | undefined> = {},
): string {
  const path = [...(namespace ? namespace.split('/') : []), name].map(encoded).join('/');
  const at = version === '' ? '' : `@${encoded(version)}`;
  const words = Object.entries(qualifiers)
    .flatMap(([key, value]) => (value ? [`${key}=${encoded(value)}`] : []))
    .sort();
  return `pkg:${type}/${path}${at}${words.length > 0 ? `?${words.join('&')}` : ''}`;
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

/** The namespace and the name in a package URL, decoded. */
export function namesIn(url: string): { namespace?: string; name: string } | undefined {
  const path = /^pkg:[^/]+\/([^@?#]+)/.exec(url)?.[1];
  if (!path) return undefined;
  const parts = path.split('/').map(decodeURIComponent);
  const name = parts.pop() ?? '';
  return { name, ...(parts.length > 0 && { namespace: parts.join('/') }) };
}

/** A package URL in its parts. */
interface Purl {
  name: string;
  version?: string;
  qualifiers: URLSearchParams;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** As the specification of package URLs has it: all but letters, digits and `.-_~:`. */
function encoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':');
}
