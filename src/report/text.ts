import type { Span } from '../diagnostics/diagnostic.ts';
import type { Graced, Suppressed } from '../policy/types.ts';
import type { Finding } from '../scan/types.ts';
import { adviceLines } from './advice.ts';
import { bullets } from './bullets.ts';
import { findingLines, summaryOf } from './findings.ts';
import { type Paint, plain, type Style } from './paint.ts';
import { smokeText } from './smoke-text.ts';
import { sourcesText } from './sources.ts';
import type { RunReport } from './types.ts';
import { visible } from './visible.ts';
import { count, formatBytes, shortDigest, wrap } from './words.ts';

type Accepted = NonNullable<RunReport['verdict']['accepted']>[number];

export interface TextOptions {
  /** Columns of the terminal. */
  width: number;
  paint?: Paint;
  /** Where the user's project asks for the package of a finding. */
  locate?: (finding: Finding) => Span | undefined;
}

/** The report for people: verdict, image, what was looked at, findings, what to do, where to look. */
export function renderText(report: RunReport, options: TextOptions): string {
  const paint = options.paint ?? plain;
  const { width } = options;
  const block = (title: string, lines: string[]) =>
    lines.length === 0
      ? []
      : ['', paint('bold', title), ...lines.map((l) => (l === '' ? '' : `  ${l}`))];
  const { verdict, coverage } = report;
  const warnings = [
    ...verdict.warnings,
    ...report.diagnostics.filter((d) => d.severity === 'warning').map((d) => d.message),
  ];
  return [
    ...header(report, paint, width),
    ...facts(report, width),
    ...block('not proven', bullets(coverage.gaps, width - 2)),
    ...block('findings', findingLines(report, width - 2, paint)),
    ...block(
      'the scanners disagree',
      bullets(counted((report.disagreements ?? []).map(disagreementText)), width - 2),
    ),
    ...block(
      'why it failed',
      bullets(
        verdict.violations.map((v) => `${v.rule}: ${v.message}`),
        width - 2,
      ),
    ),
    ...block('what to do', adviceLines(report, width - 2, options.locate)),
    ...block('ignored', bullets(verdict.ignored.map(ignoredText), width - 2)),
    ...block('ignored by VEX', bullets((verdict.suppressed ?? []).map(suppressedText), width - 2)),
    ...block('against the baseline', bullets(deltaTexts(verdict.delta), width - 2)),
    ...block('accepted', bullets((verdict.accepted ?? []).map(acceptedText), width - 2)),
    ...block('in grace', bullets((verdict.graced ?? []).map(gracedText), width - 2)),
    ...block('warnings', bullets(warnings, width - 2)),
    ...block('reports', fileLines(Object.values(report.reports), width)),
    '',
  ].join('\n');
}

/** Each folder, with the files that lie in it below its name. */
function fileLines(paths: readonly string[], width: number): string[] {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const [, folder = '', name = path] = /^(.*)[\\/]([^\\/]+)$/.exec(path) ?? [];
    folders.set(folder, [...(folders.get(folder) ?? []), name]);
  }
  return [...folders].flatMap(([folder, names]) => [
    ...bullets([folder], width - 2),
    ...wrap(visible(names.join(', ')), width - 4).map((line) => `  ${line}`),
  ]);
}

function header(report: RunReport, paint: Paint, width: number): string[] {
  const { image } = report;
  const [style, word] = verdictWord(report);
  const [first = '', ...rest] = wrap(visible(image.name), width - word.length - 2);
  return [`${paint(style, word)}  ${first}`, ...rest.map((line) => `  ${line}`), ''];
}

/** Blindness comes first: a policy cannot be judged on a scan that missed something. */
function verdictWord({ verdict, coverage }: RunReport): [Style, string] {
  if (coverage.gaps.length > 0) return ['yellow', 'NOT PROVEN'];
  return verdict.pass ? ['green', 'PASSED'] : ['red', 'FAILED'];
}

function facts(report: RunReport, width: number): string[] {
  const { image, checks, scanners } = report;
  const failed = checks.filter((check) => !check.pass);
  const full = image.digest.length + LABEL <= width;
  const size = `${formatBytes(image.size.uncompressed)} (${formatBytes(image.size.compressed)} compressed)`;
  return [
    ...fact('unchanged', unchangedTexts(report), width),
    ...fact('digest', [full ? image.digest : shortDigest(image.digest)], width),
    // Of a bill of materials no size is known.
    ...(image.size.uncompressed === 0 ? [] : fact('size', [`${size}, ${image.platform}`], width)),
    ...fact('base', [baseText(report)], width),
    ...fact('layers', image.layers.map(layerText), width),
    ...fact('copied', (report.libraries ?? []).map(libraryText), width),
    ...fact('scanned', [coverageText(report)], width),
    ...fact('sources', sourcesText(report), width),
    ...fact('ran', ranTexts(report), width),
    ...fact('memory', memoryTexts(report), width),
    ...fact('with', scanners.map(scannerText), width),
    ...(checks.length === 0
      ? []
      : fact('checks', [`${checks.length - failed.length} of ${checks.length} passed`], width)),
  ];
}

const LABEL = 10;

function fact(label: string, values: string[], width: number): string[] {
  const lines = values.flatMap((value) => wrap(visible(value), width - LABEL));
  return lines.map((line, i) => `${(i === 0 ? label : '').padEnd(LABEL)}${line}`);
}

function unchangedTexts({ unchanged }: RunReport): string[] {
  if (!unchanged) return [];
  const [day = '', time = ''] = unchanged.since.split(/[T.Z]/);
  return [`since ${day} ${time} UTC; nothing was built or scanned again`];
}

function baseText({ image: { base } }: RunReport): string {
  if (base.kind === 'scratch') return 'scratch';
  if (base.ref === '') return 'not known';
  const digest = base.ref.includes('@') ? '' : ` at ${shortDigest(base.digest)}`;
  const kind = base.kind === 'unknown' ? '' : `${base.kind}, `;
  return `${kind}${base.ref.replace(/@.*$/, (at) => `@${shortDigest(at.slice(1))}`)}${digest}`;
}

function ranTexts({ smoke, smokeNotRun }: RunReport): string[] {
  return smokeNotRun === undefined ? smoke.map(smokeText) : [`not run ${smokeNotRun}`];
}

/** Of the test that needed most. */
function memoryTexts({ smoke }: RunReport): string[] {
  const most = Math.max(0, ...smoke.map(({ memory = 0 }) => memory));
  return most === 0 ? [] : [`${formatBytes(most)} at most while it was tested`];
}

function layerText(layer: RunReport['image']['layers'][number]): string {
  return `${layer.kind.padEnd(12)}  ${formatBytes(layer.size).padStart(8)}  ${shortDigest(layer.digest)}`;
}

function libraryText(library: NonNullable<RunReport['libraries']>[number]): string {
  return `${library.name} of ${library.package} ${library.version}, from the toolchain`;
}

/** In words, so that a zero says what was looked at. */
function coverageText({ coverage, findings, verdict }: RunReport): string {
  const { expected, seen, missing } = coverage.packages;
  const os = coverage.os ? `${coverage.os.family} ${coverage.os.version}` : 'no operating system';
  const found = expected - missing.length;
  const packages =
    expected === 0
      ? `${count(seen, 'package')} seen, none known beforehand`
      : seen === found
        ? `${found} of ${count(expected, 'package')} seen`
        : `${found} of ${count(expected, 'expected package')} seen, ${seen} in all`;
  const out = verdict.ignored.length + (verdict.suppressed?.length ?? 0);
  const ignored = out === 0 ? '' : `, ${out} of them ignored`;
  if (coverage.files.total === 0) return `${packages}, ${summaryOf(findings)}${ignored}`;
  const { attributed, total } = coverage.files;
  const files = `${attributed} of ${count(total, 'file')} attributed`;
  return `${os}, ${packages}, ${files}, ${summaryOf(findings)}${ignored}`;
}

function scannerText(scanner: RunReport['scanners'][number]): string {
  const { name, version, database, tested = [] } = scanner;
  const date = database.updatedAt.slice(0, 10);
  const proven = tested.length > 0 ? `, tested on ${tested.join(', ')}` : '';
  return `${name} ${version}, database of ${date} (${shortDigest(database.digest)})${proven}`;
}

function disagreementText(one: NonNullable<RunReport['disagreements']>[number]): string {
  const said = Object.entries(one.says).map(([scanner, word]) => `${scanner} ${word}`);
  const about = { finding: '', severity: ' severity', fixedVersion: ' fixed version' }[one.about];
  return `${one.id} in ${one.package} ${one.version}:${about} ${said.join(', ')}; ${one.cause}`;
}

/** Each text once, with how often it is said where that is more than once. */
function counted(texts: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  return [...times].map(([text, n]) => (n === 1 ? text : `${text} (in ${n} files)`));
}

function ignoredText({ finding, ignore }: RunReport['verdict']['ignored'][number]): string {
  const what = `${finding.id} (${finding.severity}) in ${finding.package} ${finding.version}`;
  return `${what} until ${ignore.until}, owner ${ignore.owner}: ${ignore.reason}`;
}

function suppressedText({ finding, vex }: Suppressed): string {
  const what = `${finding.id} (${finding.severity}) in ${finding.package} ${finding.version}`;
  const why = vex.justification ? `: ${vex.justification}` : '';
  return `${what} is ${vex.status}, says ${vex.file} of ${vex.author}${why}`;
}

function deltaTexts(delta: RunReport['verdict']['delta']): string[] {
  if (!delta) return [];
  const name = (f: Finding) => `${f.id} (${f.severity}) in ${f.package} ${f.version}`;
  return [
    ...delta.added.map(({ finding, cause }) => `new: ${name(finding)}, ${cause}`),
    ...delta.known.map((finding) => `known, not counted: ${name(finding)}`),
  ];
}

function acceptedText({ check, accept }: Accepted): string {
  return `${check.id}: ${accept.path ?? check.evidence} until ${accept.until}, owner ${accept.owner}: ${accept.reason}`;
}

function gracedText({ finding, failsFrom }: Graced): string {
  const what = `${finding.id} (${finding.severity}) in ${finding.package} ${finding.version}`;
  return `${what} fails from ${failsFrom} on: its fix ${finding.fixedVersion} is of ${finding.fixDate}`;
}
