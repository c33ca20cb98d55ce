/**
 * Files of a system that code looks up while it runs, and the text in a binary that tells. Go keeps
 * the names of the functions that are linked in, also in a stripped program.
 */
export interface FileNeed {
  marker: string;
  /** A text that says that the program brings the files itself. */
  unless?: string;
  what: string;
  /** One of these paths has to be there. */
  anyOf: readonly string[];
  why: string;
}

const FILE_NEEDS: readonly FileNeed[] = [
  {
    marker: 'crypto/x509.loadSystemRoots',
    unless: 'golang.org/x/crypto/x509roots/fallback',
    what: 'certificates',
    anyOf: [
      '/etc/ssl/certs/ca-certificates.crt',
      '/etc/ssl/cert.pem',
      '/etc/pki/tls/certs/ca-bundle.crt',
      '/etc/ssl/ca-bundle.pem',
      '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
    ],
    why: 'it checks TLS certificates with those of the system',
  },
  {
    marker: 'time.LoadLocation',
    unless: 'time/tzdata.',
    what: 'time zones',
    anyOf: ['/usr/share/zoneinfo', '/usr/lib/zoneinfo', '/usr/share/lib/zoneinfo', '/etc/zoneinfo'],
    why: 'it loads time zones by name',
  },
];

export const MARKERS: readonly string[] = FILE_NEEDS.flatMap(({ marker, unless }) =>
  unless ? [marker, unless] : [marker],
);

/** What a binary with these markers looks up and an image does not have. */
export function missingFiles(
  markers: readonly string[],
  has: (path: string) => boolean,
): FileNeed[] {
  return FILE_NEEDS.filter(
    ({ marker, unless, anyOf }) =>
      markers.includes(marker) &&
      !(unless && markers.includes(unless)) &&
      !anyOf.some((path) => has(path)),
  );
}
