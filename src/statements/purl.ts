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

/** The namespace and the name in a package URL, decoded. */
export function namesIn(url: string): { namespace?: string; name: string } | undefined {
  const path = /^pkg:[^/]+\/([^@?#]+)/.exec(url)?.[1];
  if (!path) return undefined;
  const parts = path.split('/').map(decodeURIComponent);
  const name = parts.pop() ?? '';
  return { name, ...(parts.length > 0 && { namespace: parts.join('/') }) };
}

/** As the specification of package URLs has it: all but letters, digits and `.-_~:`. */
function encoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':');
}
