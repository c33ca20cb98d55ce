import type { Ejection } from '../types.ts';

/** Where steps find the authorities of a network, as in a build of harden's. */
export const CA = '/run/harden/ca-certificates.crt';
/** The same in Java's own format, as it reads no PEM. */
export const JAVA_CA = '/run/harden/cacerts';

export const JAVA_OPTIONS = `-Djavax.net.ssl.trustStore=${JAVA_CA}`;

/** Each tool reads its authorities from a variable of its own. */
export const CA_NAMES = [
  'SSL_CERT_FILE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'NODE_EXTRA_CA_CERTS',
  'PIP_CERT',
  'REQUESTS_CA_BUNDLE',
  'CARGO_HTTP_CAINFO',
];

export function isJava({ plan }: Pick<Ejection, 'plan'>): boolean {
  return plan.language.preset === 'java';
}

/** An ARG that is not given is not set, so that the toolchain's own authorities count. */
export function authorityLines(ejection: Ejection): string[] {
  if (!ejection.network.ca) return [];
  return [
    '# Where the network has an authority of its own: --secret id=ca,src=FILE, and each of these as',
    `# --build-arg NAME=${CA}. What is not given is not set.`,
    `ARG ${CA_NAMES.slice(0, 5).join(' ')} \\`,
    `    ${CA_NAMES.slice(5).join(' ')}`,
    ...(isJava(ejection)
      ? [
          '# For Java the same as a key store: --secret id=java-ca,src=FILE, and',
          `# --build-arg JAVA_TOOL_OPTIONS=${JAVA_OPTIONS}`,
          'ARG JAVA_TOOL_OPTIONS',
        ]
      : []),
  ];
}
