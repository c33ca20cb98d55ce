import { adviceFor } from '../report/advice.ts';
import type { ImagePackage } from '../report/types.ts';
import { formatBytes } from '../report/words.ts';
import { pep503 } from '../scan/ecosystem.ts';
import { nameKey, packageOf, samePackage } from '../scan/same.ts';
import type { Finding } from '../scan/types.ts';
import { nameOf, pathsTo } from './graph.ts';
import type { ExplainInput, Explanation } from './types.ts';

/** Packages by name, `name@version` or purl, of the image first, else of its lock files. */
export function explainPackage(word: string, input: ExplainInput): Explanation[] {
  const { packages = [], sources } = input.report;
  const inImage = onceEach(packages.filter((one) => isNamed(one, word)));
  if (inImage.length > 0) return inImage.map((one) => explainOne(one, input));
  const locked = onceEach((sources?.packages ?? []).filter((one) => isNamed(one, word)));
  return locked.map((one) => ({
    ...{ kind: 'package', subject: nameOf(one), what: `a package of ${one.path}` },
    why: ['it is in the lock file and not in the image: tests or tools need it'],
    paths: pathsTo(one, input),
    ...{ findings: findingsOf(one, sources?.findings ?? []), fix: [] },
  }));
}

export function packageNames({ report: { packages = [], sources } }: ExplainInput): string[] {
  return [...packages, ...(sources?.packages ?? [])].map(({ name }) => name);
}

/** The package of a finding, as far as the run knows it. */
export function packageOfFinding(finding: Finding, input: ExplainInput): Explanation {
  const { package: name, version, type } = finding;
  const known = (input.report.packages ?? []).find((one) => samePackage(packageOf(finding), one));
  const os = !finding.path && finding.type !== 'binary';
  return explainOne(known ?? { name, version, type, class: os ? 'os' : 'app' }, input);
}

function explainOne(one: ImagePackage, input: ExplainInput): Explanation {
  const { report, locate, base } = input;
  const findings = findingsOf(one, report.findings);
  const paths = pathsTo(one, input);
  const line = one.class === 'os' ? base : locate(askedBy(paths, one));
  const own = { package: one.name, type: one.type, version: one.version };
  return {
    ...{ kind: 'package', subject: nameOf(one), what: whatIs(one, input) },
    why: whyIs(one, paths, input),
    ...(paths.length > 0 && { paths }),
    findings,
    fix:
      findings.length === 0 ? [] : [adviceFor(findings, report.image, () => locate(own) ?? line)],
    ...(line && { line }),
  };
}

function whatIs(one: ImagePackage, { report }: ExplainInput): string {
  // Installers of Python name both.
  const names = [one.name, `${one.name}-${one.version}`].map(pep503);
  const held = (report.coverage.files.holdings ?? []).filter(({ name }) =>
    names.includes(pep503(name)),
  );
  const bytes = held.reduce((sum, { bytes: size }) => sum + size, 0);
  const layer = held.at(-1) && report.image.layers[held.at(-1)?.layer ?? 0];
  return [
    one.class === 'os'
      ? `a package of the system (${one.type})`
      : `a package of the app (${one.type})`,
    ...(layer ? [`in the ${layer.kind} layer`] : []),
    ...(bytes > 0 ? [formatBytes(bytes)] : []),
    ...licencesOf(one),
  ].join(', ');
}

const MOST_LICENCES = 4;

function licencesOf({ licences = [] }: ImagePackage): string[] {
  const rest = licences.length - MOST_LICENCES;
  return [...licences.slice(0, MOST_LICENCES), ...(rest > 0 ? [`and ${rest} more licences`] : [])];
}

function whyIs(one: ImagePackage, paths: readonly string[][], input: ExplainInput): string[] {
  const { report, locate, base } = input;
  const copied = (report.libraries ?? []).filter(({ package: name }) => name === one.name);
  if (copied.length > 0) {
    const names = copied.map(({ name }) => name).join(', ');
    return [
      `${names} of it was copied from the toolchain, as a program of the app is linked to it`,
    ];
  }
  const asked = paths.filter((path) => path.length === 1);
  if (one.class === 'app') {
    const span = locate({ package: one.name, type: one.type, version: one.version });
    const place = span ? `${span.file}:${span.line} names it` : '';
    if (asked.length > 0) return [place || 'nothing else of the app needs it'];
    return [...paths.map(pathText), ...(place ? [place] : [])];
  }
  const of = report.image.base.ref || report.image.base.kind;
  const where = base
    ? `${base.file}:${base.line} asks for the base ${of}`
    : `it is in the base ${of}`;
  return asked.length > 0 ? [`the base is made of it: ${where}`] : [...paths.map(pathText), where];
}

function pathText(path: readonly string[]): string {
  return `${path.join(' needs ')}`;
}

/** What the project itself asks for, of a package that others need. */
function askedBy(paths: readonly string[][], one: ImagePackage) {
  const [name = one.name, version = one.version] = (paths[0]?.[0] ?? '').split(/ (?=[^ ]*$)/);
  return { package: name || one.name, type: one.type, version };
}

function findingsOf(one: ImagePackage, findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => samePackage(one, packageOf(finding)));
}

function isNamed(one: ImagePackage, word: string): boolean {
  const [, name = word, version] = /^(.+)@([^@/]+)$/.exec(word) ?? [];
  if (one.purl === word) return true;
  return (
    nameKey(one) === nameKey({ name, type: one.type }) &&
    (version === undefined || version === one.version)
  );
}

/** One at several places is explained once. */
function onceEach(packages: readonly ImagePackage[]): ImagePackage[] {
  return [...new Map(packages.map((one) => [`${one.type}\0${nameOf(one)}`, one])).values()];
}
