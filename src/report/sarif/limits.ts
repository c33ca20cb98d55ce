import { gzipSync } from 'node:zlib';
import { severityWords } from '../severity.ts';
import { count } from '../words.ts';
import type { Issue } from './types.ts';

/** Of GitHub's code scanning: results of a run, and bytes of the file in gzip. */
const MOST_RESULTS = 25_000;
const MOST_BYTES = 10_000_000;

/** Leaves out the last, which are the mildest, until the file is one that GitHub takes. */
export function withinLimits(
  issues: readonly Issue[],
  render: (kept: readonly Issue[], notice?: string) => string,
): string {
  let kept = Math.min(issues.length, MOST_RESULTS);
  for (;;) {
    const text = render(issues.slice(0, kept), noticeOf(issues.slice(kept)));
    if (kept === 0 || text.length < MOST_BYTES / 3) return text;
    const bytes = gzipSync(text, { level: 1 }).length;
    if (bytes <= MOST_BYTES) return text;
    kept = Math.floor(Math.min(kept * 0.9, (kept * MOST_BYTES) / bytes));
  }
}

function noticeOf(cut: readonly Issue[]): string | undefined {
  if (cut.length === 0) return undefined;
  return `${count(cut.length, 'result')} left out (${severityWords(cut.map(({ severity }) => severity))}), the mildest ones: the file would be larger than code scanning takes; the JSON report has all`;
}
