import { type Diagnostic, error, type Span } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { ApkRequest } from './apk-problems.ts';

/** Why apk, whose repositories were all there, did not install what it was asked for. */
export function packageProblems(log: string, request: ApkRequest): Diagnostic[] {
  const unselected = selectionProblems(log, request);
  if (unselected.length > 0) return unselected;
  const broken = [...log.matchAll(PACKAGE)].map(([line, name = '', reason = '']) =>
    brokenPackage(name, reason, { span: spanIn(line, request), detail: lastLines(log) }),
  );
  if (broken.length > 0) return broken;
  return [
    error('apk/install-failed', `apk could not install ${request.names.join(', ')}`, {
      span: spanIn('', request),
      hint: 'read what apk said below',
      detail: lastLines(log),
    }),
  ];
}

/** `  greeting (no such package):` and below it `    required by: world[greeting]` */
const MISSING = /^ {2}(\S+) \(no such package\):\n {4}required by: (\S+)/gm;

function selectionProblems(log: string, request: ApkRequest): Diagnostic[] {
  if (!/unable to select packages|unsatisfiable constraints/.test(log)) return [];
  const missing = [...log.matchAll(MISSING)].map(([, name = '', by = '']) => ({ name, by }));
  const unknown = missing.filter(({ name }) => request.names.includes(name));
  if (unknown.length > 0) return unknown.map(({ name }) => unknownPackage(name, request));
  const needs = missing.map(
    ({ name, by }) => `${by.split('[')[0]} needs ${name}, which is in no repository`,
  );
  const named = request.names.join(', ');
  const message = needs.join('; ') || `no set of packages with ${named} fits together on this base`;
  return [
    error('apk/unsatisfiable', message, {
      span: spanIn(log, request),
      hint: 'leave the package out, or add the repository that has what it needs to apk.repositories',
      detail: lastLines(log),
    }),
  ];
}

function unknownPackage(name: string, request: ApkRequest): Diagnostic {
  const { repositories, origins, origin, known = [] } = request;
  const places = repositories.map(({ written }) => written).join(', ');
  const near = suggest(name, known);
  const message = `${JSON.stringify(name)} is no package of ${places || 'the repositories of the base'}`;
  return error('apk/unknown-package', message, {
    span: origins[name] ?? origin,
    hint: near
      ? `did you mean ${near}?`
      : 'look the name up in the index, or add the repository that has it to apk.repositories',
  });
}

/** `ERROR: libpq-16.4-r0: BAD signature` */
const PACKAGE = /^ERROR: (\S+): (.+)$/gm;

function brokenPackage(name: string, reason: string, where: { span: Span; detail: string }) {
  if (/\bsignature\b/i.test(reason)) {
    const message = `${name} is not the package that the index of its repository names`;
    const hint = 'make the index anew with: apk index, or take another mirror';
    return error('apk/bad-signature', message, { ...where, hint });
  }
  const message = `apk could not install ${name}: ${reason}`;
  const hint = 'leave the package out, or ask whoever makes it';
  return error('apk/install-failed', message, { ...where, hint });
}

/** The line of the first package that the text names, else of the first that was asked for. */
function spanIn(text: string, { names, origins, origin }: ApkRequest): Span {
  const words = new Set(text.split(/[\s[\]:]+/).map((word) => word.replace(/-\d\S*$/, '')));
  const name = names.find((one) => words.has(one)) ?? names.find((one) => origins[one]);
  return (name !== undefined && origins[name]) || origin;
}

function lastLines(log: string): string {
  return log.trim().split('\n').slice(-20).join('\n');
}
