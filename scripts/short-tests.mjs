/**
 * Of the end-to-end tests those that `npm test` runs without `--whole`: what is built, put on a base,
 * inspected, tested, scanned, judged, locked, kept secret and cleaned up, once each.
 */
export const SHORT = [
  ...['go-api', 'python-api', 'static-site', 'binary'],
  ...['bases', 'libraries', 'lock', 'inputs', 'many'],
  ...['checks', 'smoke', 'rescan', 'keyless'],
  ...['secrets', 'faults', 'bad-input'],
];
