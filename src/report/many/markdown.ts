import { withinBytes } from '../markdown/blocks.ts';
import { code, prose } from '../markdown/escape.ts';
import { factsOf, sumOf } from './facts.ts';
import type { ImageRun, ManyReport } from './types.ts';

/** Of a step of GitHub Actions, and of a comment, in bytes. */
const LIMITS = { summary: 1024 * 1024, comment: 65_536 };

const SIGNS: Record<ImageRun['status'], string> = { passed: '✅', failed: '❌', skipped: '⏭️' };

/** A table of the images, in the Markdown of code hosts; those that did not pass come first. */
export function renderManyMarkdown(report: ManyReport, { comment }: { comment: boolean }): string {
  const order = ['failed', 'skipped', 'passed'];
  const sorted = report.images.toSorted(
    (a, b) => order.indexOf(a.status) - order.indexOf(b.status),
  );
  const rows = sorted.map((run) => {
    const { label, outcome, size, findings, seconds, why } = factsOf(run);
    const cells = [code(label), `${SIGNS[run.status]} ${outcome}`, size, findings, seconds];
    return `| ${[...cells, prose(why)].join(' | ')} |`;
  });
  const block = {
    head: [
      // Finds it again, so that the next run replaces it.
      ...(comment ? ['<!-- harden: many images -->'] : []),
      `## ${report.exitCode === 0 ? 'Passed' : 'Not passed'}: ${sumOf(report)}`,
      '',
      ...(report.diagnostics ?? []).flatMap(({ message }) => [`> ${prose(message)}`, '']),
      '| image | outcome | size | findings | time | why |',
      '|---|---|---|---|---|---|',
    ],
    lines: rows,
    cut: (from: number) => `${rows.length - from} images are left out for their size.`,
  };
  return withinBytes([block], comment ? LIMITS.comment : LIMITS.summary);
}
