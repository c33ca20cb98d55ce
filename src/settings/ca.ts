import { basename } from 'node:path/posix';
import { inPlaceOf } from '../adapt/contents.ts';
import { textFile } from '../debian/text-file.ts';
import type { Content } from '../oci/types.ts';
import type { Texts } from '../packages/types.ts';
import { BUNDLE, localCertificate } from '../plan/settings-env.ts';
import type { Settings } from '../plan/types.ts';
import { type Files, realPath } from './place.ts';

/** Where programs of other systems look for one file with all authorities. */
const BUNDLES = [
  BUNDLE,
  '/etc/ssl/cert.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
];

/** Whether the text of a file is needed to add to it. */
export function mayBeBundle(path: string): boolean {
  return /^(?:etc\/(?:ssl|pki)|usr\/(?:lib|share)\/ssl)\/.*\.(?:crt|pem)$/.test(path);
}

/**
 * The authorities at the end of every bundle that the image has, and beside them in a file of their
 * own, from which update-ca-certificates would make the same.
 */
export function authorityFiles(
  { file, certificates }: NonNullable<Settings['ca']>,
  files: Files,
  texts: Texts,
): Content[] {
  const own = certificates.map(({ subject, pem }) => ({ subject, pem: pem.trimEnd() }));
  const paths = [...new Set(BUNDLES.map((path) => realPath(files, path)))];
  const there = paths.filter((path) => files.get(path)?.type === 'file');
  const [main = '', ...rest] = [...new Set([realPath(files, BUNDLE), ...there])];
  const first = texts.get(main) ?? texts.get(there[0] ?? '') ?? '';
  const bundles = [main, ...rest].map((path, index) => {
    const before = index === 0 ? first : (texts.get(path) ?? '');
    return inPlaceOf(files.get(path), textFile(path, withAuthorities(before, own)));
  });
  const local = localCertificate(basename(file)).slice(1);
  return [...bundles, textFile(local, withAuthorities('', own))];
}

function withAuthorities(bundle: string, own: readonly { subject: string; pem: string }[]): string {
  const added = own.filter(({ pem }) => !bundle.includes(pem));
  const start = bundle === '' || bundle.endsWith('\n') ? bundle : `${bundle}\n`;
  return start + added.map(({ pem }) => `${pem}\n`).join('');
}
