import { comparisonBlocks } from '../compare/markdown.ts';
import { type Block, withinBytes } from '../report/markdown/blocks.ts';
import { code, prose } from '../report/markdown/escape.ts';
import { bySeverity } from '../report/severity.ts';
import { formatBytes, shortDigest } from '../report/words.ts';
import type { Finding } from '../scan/types.ts';
import type { Change, UpdateReport } from './types.ts';

/** Of a pull request on GitHub, in characters, of which none is longer than a byte here. */
const BODY_BYTES = 65_536;

type Versions = Change<{ name: string; version: string }>;

/** What an update changes, as the text of a pull request. */
export function renderUpdateMarkdown(report: UpdateReport): string {
  const { measured, base, debian, apk } = report;
  return withinBytes(
    [
      block('## Update of hardening.lock', headLines(report)),
      ...(measured ? measuredBlocks(measured) : base ? baseBlocks(base) : []),
      ...list('Inputs', inputTexts(report)),
      ...(measured ? [] : list('Packages', [...versionTexts(debian), ...versionTexts(apk)])),
    ],
    BODY_BYTES,
  );
}

function headLines({ spec, measured, base, notCompared }: UpdateReport): string[] {
  const { fixed, new: added, remaining } = measured?.comparison.findings ?? base?.findings ?? NONE;
  const of = measured ? 'the image' : 'the base';
  const numbers = `${fixed.length} findings fixed, ${added.length} new, ${remaining.length} remain in ${of}.`;
  return [
    `All that ${code(spec)} names was looked up again.`,
    ...(measured || base ? [numbers] : []),
    ...(notCompared ? [`The base could not be compared: ${prose(notCompared)}`] : []),
  ];
}

const NONE = { fixed: [], new: [], remaining: [] };

function measuredBlocks({ by, comparison, problems }: NonNullable<UpdateReport['measured']>) {
  const passed =
    problems.length === 0 ? [`The new image, made by a ${by}, passes the policy.`] : [];
  return [
    ...list('The new image does not pass', problems.map(prose)),
    ...(passed.length > 0 ? [block('', passed)] : []),
    ...comparisonBlocks(comparison),
  ];
}

function baseBlocks({ findings, packages, size }: NonNullable<UpdateReport['base']>): Block[] {
  const { before, after } = size;
  return [
    ...findingBlock('Findings new', findings.new),
    ...findingBlock('Findings fixed', findings.fixed),
    ...list('Packages of the base', versionTexts(packages)),
    ...list('Size of the base', [
      `${formatBytes(before.uncompressed)} before, ${formatBytes(after.uncompressed)} after`,
    ]),
  ];
}

function findingBlock(title: string, findings: readonly Finding[]): Block[] {
  const texts = bySeverity(findings, (one) => one).map(
    ({ severity, id, package: name, version }) =>
      `${severity} ${code(id)} in ${code(name)} ${prose(version)}`,
  );
  return list(`${title}: ${findings.length}`, texts);
}

function inputTexts({ images, databases, preset, asked }: UpdateReport): string[] {
  return [
    ...images.map(({ use, ref, from, to }) => {
      const [was, is] = [from, to].map((digest) => (digest ? shortDigest(digest) : 'nothing'));
      return `${use} ${code(ref)}: ${was} to ${is}`;
    }),
    ...databases.map(({ ref, updatedAt }) => `database ${code(ref)} of ${prose(updatedAt)}`),
    ...(preset ? [`preset ${code(preset.name)} was changed`] : []),
    ...(asked ? ['the spec asks for the same packages in another way'] : []),
  ];
}

function versionTexts({ added, removed, changed }: Versions): string[] {
  return [
    ...changed.map(({ name, from, to }) =>
      from === to
        ? `${code(name)} ${prose(to)} was built anew`
        : `${code(name)} ${prose(from)} to ${prose(to)}`,
    ),
    ...added.map(({ name, version }) => `${code(name)} ${prose(version)} comes`),
    ...removed.map(({ name, version }) => `${code(name)} ${prose(version)} goes`),
  ];
}

function list(title: string, texts: readonly string[]): Block[] {
  return texts.length === 0
    ? []
    : [
        block(
          `### ${title}`,
          texts.map((text) => `- ${text}`),
        ),
      ];
}

function block(title: string, lines: string[]): Block {
  return {
    head: title ? [title, ''] : [],
    lines,
    tail: [''],
    cut: (from) => `${lines.length - from} more are left out; harden update --json has all.`,
  };
}
