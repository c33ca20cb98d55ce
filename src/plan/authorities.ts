/** Where build steps find the authorities of a company's network. */
export const CA = '/run/harden/ca-certificates.crt';
/** The same in Java's own format, as it reads no PEM. */
export const JAVA_CA = '/run/harden/cacerts';

/** Every Java program reads JAVA_TOOL_OPTIONS, Maven and Gradle and what they start. */
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
