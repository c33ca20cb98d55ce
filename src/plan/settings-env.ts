import type { Settings } from './types.ts';

/** The bundle of Debian, Alpine, Wolfi and distroless. */
export const BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

/** Where an authority of one's own lies, by the name of its file. */
export function localCertificate(name: string): string {
  return `/usr/local/share/ca-certificates/${name.replace(/\.[^.]*$/, '')}.crt`;
}

/** What a program takes unless its own environment says something else. */
export function defaultEnv({ ca }: Settings): Record<string, string> {
  if (!ca) return {};
  const name = ca.file.slice(ca.file.lastIndexOf('/') + 1);
  return {
    // Node and the Python package requests bring authorities of their own, and ask for others so.
    NODE_EXTRA_CA_CERTS: localCertificate(name),
    REQUESTS_CA_BUNDLE: BUNDLE,
    SSL_CERT_FILE: BUNDLE,
  };
}

/** What the spec asks for by a key of its own. */
export function settingsEnv({ locale, timezone }: Settings): Record<string, string> {
  return { ...(locale && { LANG: locale.name }), ...(timezone && { TZ: timezone.name }) };
}
