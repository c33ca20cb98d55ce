import type { Finding } from '../../scan/types.ts';
import type { ReportInput } from '../input.ts';
import { bySeverity, severityWords } from '../severity.ts';
import { type Standing, standings } from '../standing.ts';
import { webAddress } from '../web-address.ts';
import type { Block } from './blocks.ts';
import { code, prose } from './escape.ts';

/** The findings as a table, the worst first, so that the mildest are cut. */
export function findingsBlock({ report, locate }: ReportInput): Block[] {
  if (report.findings.length === 0) return [];
  const standingOf = standings(report.verdict);
  const sorted = bySeverity(report.findings, (finding) => finding);
  return [
    {
      head: [
        `### Findings`,
        '',
        '| severity | vulnerability | package | fixed in | verdict | change |',
        '|---|---|---|---|---|---|',
      ],
      lines: sorted.map((finding) => {
        const place = locate?.(finding);
        return row(finding, standingOf(finding), place && `${place.file}:${place.line}`);
      }),
      tail: [''],
      cut: (from) => {
        const left = sorted.slice(from);
        const words = severityWords(left.map(({ severity }) => severity));
        return `${left.length} of ${sorted.length} findings left out for their size (${words}); the JSON report has all.`;
      },
    },
  ];
}

function row(finding: Finding, standing: Standing, place: string | undefined): string {
  const { id, package: name, version, severity, fixedVersion, title, url } = finding;
  const address = webAddress(url);
  const linked = address
    ? `<a href="${address.replaceAll('&', '&amp;')}">${code(id)}</a>`
    : code(id);
  const cells = [
    severity,
    `${linked}${title ? `<br>${prose(title)}` : ''}`,
    `${code(name)} ${prose(version)}`,
    fixedVersion ? code(fixedVersion) : 'no fix yet',
    WORDS[standing.kind],
    place ? code(place) : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

const WORDS: Record<Standing['kind'], string> = {
  fails: '**fails**',
  ignored: 'ignored',
  graced: 'in grace',
  known: 'in the baseline',
  told: 'not counted',
};
