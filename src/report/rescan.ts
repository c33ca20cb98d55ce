import type { Finding } from '../scan/types.ts';
import { bullets } from './bullets.ts';
import { renderJson } from './json.ts';
import { bySeverity } from './severity.ts';
import type { RunReport } from './types.ts';
import { visible, visibleJson } from './visible.ts';
import { count, wrap } from './words.ts';

/** A target scanned again; `since` is the time of the result that it is held against. */
interface Again {
  target: string;
  report: RunReport;
  since?: string;
}

/** What is new since the last time, for each target. */
export function renderRescans(results: readonly Again[], width: number): string {
  return `${results.map((one) => renderOne(one, width)).join('\n\n')}\n`;
}

function renderOne({ target, report, since }: Again, width: number): string {
  const { verdict, coverage, findings } = report;
  const added: { finding: Finding; cause?: string }[] =
    verdict.delta?.added ?? findings.map((finding) => ({ finding }));
  const known = verdict.delta?.known.length ?? 0;
  const word = coverage.gaps.length > 0 ? 'NOT PROVEN' : verdict.pass ? 'PASSED' : 'FAILED';
  const held = since ? `since ${since}` : 'for the first time';
  return [
    ...wrap(`${word}  ${visible(target)}`, width),
    ...wrap(
      `${count(coverage.packages.seen, 'package')} scanned ${held}: ${count(added.length, 'new finding')}, ${known} known before`,
      width - 2,
    ).map(indented),
    ...listed(
      bySeverity(added, ({ finding }) => finding).map(({ finding, cause }) => {
        const { severity, id, package: name, version, fixedVersion } = finding;
        const fix = fixedVersion ? `, fixed in ${fixedVersion}` : ', no fix yet';
        return `${severity} ${id} in ${name} ${version}${fix}${cause ? ` (${cause})` : ''}`;
      }),
      width,
    ),
    ...listed(
      verdict.violations.map(({ rule, message }) => `${rule}: ${message}`),
      width,
    ),
    ...listed(coverage.gaps, width),
  ].join('\n');
}

/** All reports in one document. */
export function rescanDocument(results: readonly Again[]): string {
  const documents = results.map(({ target, since, report }) => ({
    ...{ target, ...(since && { since }) },
    report: JSON.parse(renderJson(report)) as unknown,
  }));
  return `${visibleJson(JSON.stringify({ schemaVersion: 1, results: documents }, null, 2))}\n`;
}

function listed(texts: readonly string[], width: number): string[] {
  return bullets(texts, width - 2).map(indented);
}

function indented(line: string): string {
  return `  ${line}`;
}
