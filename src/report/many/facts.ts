import { toneOf } from '../lead.ts';
import { severityWords } from '../severity.ts';
import { count, formatBytes, shortDigest } from '../words.ts';
import type { ImageRun, ManyReport } from './types.ts';

/** What every form of the combined report says of an image, in words; foreign text among them. */
export interface ImageFacts {
  label: string;
  outcome: string;
  digest: string;
  size: string;
  findings: string;
  seconds: string;
  /** Why it did not pass, in a line; empty where it did. */
  why: string;
}

export function factsOf(run: ImageRun): ImageFacts {
  const { label, report, milliseconds } = run;
  return {
    label,
    outcome: outcomeOf(run),
    digest: report ? shortDigest(report.image.digest) : '',
    size: report ? formatBytes(report.image.size.uncompressed) : '',
    // Nothing found by a scan that proves nothing is no zero.
    findings: report && !isBlind(run) ? findingsOf(report.findings) : '',
    seconds: run.status === 'skipped' ? '' : `${(milliseconds / 1000).toFixed(1)} s`,
    why: whyOf(run),
  };
}

/** How many ended how: `3 passed, 1 failed`. */
export function sumOf({ images }: ManyReport): string {
  const of = (status: ImageRun['status']) => images.filter((one) => one.status === status).length;
  const [passed, failed, skipped] = [of('passed'), of('failed'), of('skipped')];
  const unchanged = images.filter(({ report }) => report?.unchanged).length;
  if (images.length === 0) return 'nothing to build';
  return [
    ...(passed > 0 ? [`${passed} passed`] : []),
    ...(unchanged > 0 ? [`${unchanged} of them unchanged`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');
}

function outcomeOf(run: ImageRun): string {
  const { status } = run;
  if (status !== 'failed') return status;
  return isBlind(run) ? 'not proven' : 'failed';
}

function isBlind({ report }: ImageRun): boolean {
  return report !== undefined && toneOf(report) === 'unproven';
}

function findingsOf(findings: NonNullable<ImageRun['report']>['findings']): string {
  if (findings.length === 0) return '0 findings';
  const words = severityWords(findings.map(({ severity }) => severity));
  return `${count(findings.length, 'finding')} (${words})`;
}

/** What ended it comes first: where there is no image, nothing else is known. */
function whyOf({ status, report, diagnostics }: ImageRun): string {
  if (status === 'passed') return '';
  if (status === 'skipped') return 'another image failed first';
  const [first] = diagnostics.filter(({ severity }) => severity === 'error');
  if (first) return `${first.code}: ${first.message}`;
  const [gap] = report?.coverage.gaps ?? [];
  if (gap !== undefined) return `the scan proves nothing: ${gap}`;
  const [violation] = report?.verdict.violations ?? [];
  if (violation) return `${violation.rule}: ${violation.message}`;
  return '';
}
