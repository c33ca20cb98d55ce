import { type Diagnostic, error, type Span } from '../diagnostics/diagnostic.ts';
import { packageProblems } from './apk-package-problems.ts';

export interface ApkRequest {
  /** The packages that were asked for. */
  names: string[];
  /** Those of the spec: its own word, and what apk was given in its place. */
  repositories: { written: string; used: string }[];
  /** The line of each package and repository, by its word; `origin` is for what has none. */
  origins: Readonly<Record<string, Span>>;
  origin: Span;
  /** The names of all packages in the repositories. */
  known?: string[];
}

export interface ApkOutput {
  /** Whether apk ended with another code than 0. */
  failed: boolean;
  log: string;
}

/**
 * What apk said, as diagnostics. A repository that could not be used comes first: that a package is
 * in none of the others then says nothing. Of it apk only warns where others have the package, but
 * from which repository packages come must not depend on the weather.
 */
export function apkProblems({ failed, log }: ApkOutput, request: ApkRequest): Diagnostic[] {
  const unusable = repositoryProblems(log, request);
  if (unusable.length > 0 || !failed) return unusable;
  return packageProblems(log, request);
}

/** `WARNING: opening https://mirror.example/v3.20/main: UNTRUSTED signature` */
const REPOSITORY =
  /^(?:WARNING|ERROR): .*?((?:https?:\/\/|\/run\/harden\/repository-)\S*): (.+)$/gm;

function repositoryProblems(log: string, { repositories, origins, origin }: ApkRequest) {
  const found = new Map<string, Diagnostic>();
  for (const [, read = '', reason = ''] of log.matchAll(REPOSITORY)) {
    const ours = repositories.find(({ used }) => read === used || read.startsWith(`${used}/`));
    const name = ours?.written ?? read;
    const span = (ours && origins[ours.written]) ?? origin;
    const isSignature = /\bsignature\b/i.test(reason);
    found.set(name, isSignature ? unsigned(name, reason, span) : unread(name, reason, span));
  }
  return [...found.values()];
}

function unsigned(name: string, reason: string, span: Span): Diagnostic {
  const what = /untrusted/i.test(reason)
    ? 'is not signed, or by a key that apk does not have'
    : 'has a wrong signature';
  const message = `the index of ${name} ${what}, expected the signature of a key of the base or of apk.keys`;
  return error('apk/bad-signature', message, {
    span,
    hint: 'add its public key to apk.keys; the file has the name that the signer gave the key',
    detail: reason,
  });
}

function unread(name: string, reason: string, span: Span): Diagnostic {
  const isUrl = /^https?:/.test(name);
  return error('apk/repository-unreachable', `${name} could not be read: ${reason}`, {
    span,
    hint: isUrl
      ? 'check the address, the network and network.ca, or name another place under apk.repositories'
      : 'make its index anew with: apk index',
  });
}
