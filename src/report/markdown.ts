import { adviceTexts } from './advice.ts';
import type { ReportInput } from './input.ts';
import { leadOf, TONE_WORDS, thousands, toneOf } from './lead.ts';
import { type Block, withinBytes } from './markdown/blocks.ts';
import { code, prose } from './markdown/escape.ts';
import { findingsBlock } from './markdown/findings.ts';
import type { RunReport } from './types.ts';
import { uriPart } from './uri-part.ts';
import { formatBytes, shortDigest } from './words.ts';

/** Of a step of GitHub Actions: it drops a longer summary as a whole. */
const SUMMARY_BYTES = 1024 * 1024;

/** Of a comment on GitHub, in characters, of which none is longer than a byte here. */
const COMMENT_BYTES = 65_536;

/** A summary of a job, in the Markdown of code hosts. */
export function renderMarkdown(input: ReportInput): string {
  return withinBytes(blocksOf(input), SUMMARY_BYTES);
}

/** The same for a comment; its first line finds it again, so that the next run replaces it. */
export function renderComment(input: ReportInput): string {
  const name = uriPart(input.report.image.name).replaceAll('--', '-%2D');
  const marker: Block = { head: [`<!-- harden: ${name} -->`], lines: [], cut: () => '' };
  return withinBytes([marker, ...blocksOf(input)], COMMENT_BYTES);
}

function blocksOf(input: ReportInput): Block[] {
  const { report, locate } = input;
  const { verdict, coverage, checks, smoke } = report;
  const ignored = [
    ...verdict.ignored.map(
      ({ finding, ignore: { until, owner, reason } }) =>
        `${code(finding.id)} in ${code(finding.package)} until ${prose(until)}, ${prose(owner)}: ${prose(reason)}`,
    ),
    ...(verdict.suppressed ?? []).map(
      ({ finding, vex }) =>
        `${code(finding.id)} in ${code(finding.package)} is ${prose(vex.status)}, says ${prose(vex.author)} in ${code(vex.file)}`,
    ),
  ];
  return [
    headBlock(report),
    ...list('Not proven', coverage.gaps.map(prose)),
    ...list(
      'Why it failed',
      verdict.violations.map(({ rule, message }) => `${code(rule)} ${prose(message)}`),
    ),
    ...list('What to do', adviceTexts(report, locate).map(prose)),
    ...list(
      'Failed checks',
      checks
        .filter(({ pass }) => !pass)
        .map(({ id, evidence }) => `${code(id)} ${prose(evidence)}`),
    ),
    ...list(
      'Failed smoke tests',
      smoke
        .filter(({ pass }) => !pass)
        .map(({ name, evidence, diagnosis }) =>
          [`${code(name)} ${prose(evidence)}`, diagnosis && prose(diagnosis)]
            .filter(Boolean)
            .join('<br>'),
        ),
    ),
    ...findingsBlock(input),
    ...list('Ignored', ignored),
    ...list('Warnings', verdict.warnings.map(prose)),
  ];
}

function headBlock(report: RunReport): Block {
  const { image, coverage, checks, smoke, scanners } = report;
  const passed = checks.filter(({ pass }) => pass).length;
  const ran = smoke.filter(({ pass }) => pass).length;
  const { expected, seen, missing } = coverage.packages;
  const base = image.base.ref.replace(/@.*$/, '') || image.base.kind;
  const rows = [
    ['image', code(`${image.name}@${shortDigest(image.digest)}`)],
    [
      'size',
      `${formatBytes(image.size.uncompressed)}, ${formatBytes(image.size.compressed)} compressed`,
    ],
    ['base', prose(base)],
    [
      'packages',
      expected === 0 ? `${seen} seen` : `${expected - missing.length} of ${expected} seen`,
    ],
    [
      'files',
      `${thousands(coverage.files.attributed)} of ${thousands(coverage.files.total)} attributed`,
    ],
    ['checks', `${passed} of ${checks.length} passed`],
    ...(smoke.length > 0 ? [['smoke tests', `${ran} of ${smoke.length} passed`]] : []),
    ...scanners.map(({ name, version, database }) => [
      prose(name),
      `${prose(version)}, database of ${prose(database.updatedAt.slice(0, 10))}`,
    ]),
  ];
  return {
    head: [
      `## ${TONE_WORDS[toneOf(report)]}: ${code(image.name)}`,
      '',
      leadOf(report),
      '',
      '| | |',
      '|---|---|',
      ...rows.map(([what, which]) => `| ${what} | ${which} |`),
      '',
    ],
    lines: [],
    cut: () => '',
  };
}

/** No more of a list than is read; what is more is told. */
const MOST = 20;

function list(title: string, items: readonly string[]): Block[] {
  if (items.length === 0) return [];
  const lines = items.slice(0, MOST).map((item) => `- ${item}`);
  const more = items.length > MOST ? [`- and ${items.length - MOST} more`] : [];
  return [
    {
      ...{ head: [`### ${title}`, ''], lines: [...lines, ...more], tail: [''] },
      cut: (from) => `${items.length - from} left out for their size; the JSON report has all.`,
    },
  ];
}
