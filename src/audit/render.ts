import { count, formatBytes, shortDigest } from '../report/words.ts';
import { cut, item, row, type Style, title } from './lines.ts';
import type { AuditLayer, AuditPackage, AuditReport, SeverityCounts, Verdict } from './types.ts';

/** Evidence of a check may be a long list; the document of `--json` has all of it. */
const MAX_EVIDENCE = 200;

/** The audit for people: no line is wider than the terminal, and no text of the image acts on it. */
export function renderAudit(report: AuditReport, style: Style): string {
  const { image, gaps, starts, spec } = report;
  const { base } = image;
  const lines = [
    ...row('image', image.name, style),
    ...row('digest', `${shortDigest(image.digest)}, ${image.platform}`, style),
    ...row(
      'size',
      `${formatBytes(image.size.uncompressed)} (${formatBytes(image.size.compressed)} compressed)`,
      style,
    ),
    ...row('base', base ? `${base.name} (${base.how})` : 'nothing says what it is', style),
    ...row('starts', starts.length > 0 ? JSON.stringify(starts) : 'nothing', style),
    ...gradeLines(report, style),
    ...savingLines(report, style),
    ...title('layers', style),
    ...report.layers.flatMap((layer) => layerLines(layer, style)),
    ...VERDICTS.flatMap((verdict) => packageLines(report, verdict, style)),
    ...title('failed checks', style),
    ...checkLines(report, style),
    ...(gaps.length > 0 ? title('not looked at', style) : []),
    ...gaps.flatMap((gap) => item('-', gap, style)),
    ...(spec ? title('proposed hardening.yaml', style) : []),
    ...(spec?.notes ?? []).flatMap((note) => item('-', note, style)),
  ];
  return `${lines.join('\n')}\n`;
}

const VERDICTS: readonly Verdict[] = ['unnecessary', 'unknown', 'needed'];

function gradeLines({ grade, scanned }: AuditReport, style: Style): string[] {
  const without = scanned ? '' : ', without findings: nothing was scanned';
  return [
    ...row('grade', `${grade.letter}, ${grade.points} of 100 points${without}`, style),
    ...grade.lost.flatMap(({ points, why }) => row('', `-${points}  ${why}`, style)),
  ];
}

function savingLines({ savings }: AuditReport, style: Style): string[] {
  const { packages, bytes, of, findings } = savings;
  const text = [
    count(packages, 'unnecessary package'),
    `${formatBytes(bytes)} of ${formatBytes(of)}`,
    ...(findings ? [severities(findings) || 'no findings'] : []),
  ];
  return row('to save', text.join(', '), style);
}

function layerLines(layer: AuditLayer, style: Style): string[] {
  const size = formatBytes(layer.uncompressed).padStart(9);
  const by = layer.createdBy.replace(/^\/bin\/sh -c (?:#\(nop\) +)?/, '') || 'no line of history';
  const text = `${size}  ${layer.base ? 'base  ' : ''}${cut(by, MAX_EVIDENCE)}`;
  return item('', text, style, size.length + 2);
}

function packageLines(report: AuditReport, verdict: Verdict, style: Style): string[] {
  const all = report.packages.filter((one) => one.verdict === verdict);
  if (all.length === 0) return [];
  return [
    ...title(`${verdict}: ${count(all.length, 'package')}`, style),
    ...all.flatMap((one) => [
      ...item('', headOf(one), style).map((line) => style.paint('bold', line)),
      ...item('', `  ${one.why}`, style, 2),
    ]),
  ];
}

function headOf({ name, version, type, size, license, findings = [] }: AuditPackage): string {
  return [
    `${name} ${version}`.trim(),
    type,
    ...(size > 0 ? [formatBytes(size)] : []),
    ...(license ? [cut(license, 60)] : []),
    ...(findings.length > 0 ? [count(findings.length, 'finding')] : []),
  ].join('  ');
}

function checkLines({ checks }: AuditReport, style: Style): string[] {
  const failed = checks.filter(({ pass }) => !pass);
  if (failed.length === 0) return item('', 'none', style);
  return failed.flatMap(({ id, evidence }) =>
    item('-', `${id}: ${cut(evidence, MAX_EVIDENCE)}`, style),
  );
}

function severities(counts: SeverityCounts): string {
  return Object.entries(counts)
    .map(([severity, number]) => `${number} ${severity}`)
    .join(', ');
}
