import type { DockerfileAudit } from '../audit-dockerfile.ts';
import { count } from '../report/words.ts';
import type { NamedPackage } from './dockerfile.ts';
import { cut, item, row, type Style, title } from './lines.ts';
import type { Verdict } from './types.ts';

const MAX_LINE = 100;
const VERDICTS: readonly Verdict[] = ['unnecessary', 'unknown', 'needed'];

/** What a Dockerfile says, for people; its image has much more in it. */
export function renderDockerfile(audit: DockerfileAudit, style: Style): string {
  const { dockerfile, from, packages, gaps, spec, lines = [] } = audit;
  const left = lines.filter(({ done }) => !done);
  return `${[
    ...row('file', dockerfile, style),
    ...row('from', from, style),
    ...row('installs', count(packages.length, 'package'), style),
    ...VERDICTS.flatMap((verdict) => verdictLines(packages, verdict, style)),
    ...(left.length > 0 ? title('not in the proposed spec', style) : []),
    ...left.flatMap(({ line, written, says }) =>
      item('-', `line ${line}, ${cut(written, MAX_LINE)}: ${says}`, style),
    ),
    ...(gaps.length > 0 ? title('not looked at', style) : []),
    ...gaps.flatMap((gap) => item('-', gap, style)),
    ...(spec ? title('proposed hardening.yaml', style) : []),
    ...(spec?.notes ?? []).flatMap((note) => item('-', note, style)),
  ].join('\n')}\n`;
}

function verdictLines(packages: readonly NamedPackage[], verdict: Verdict, style: Style) {
  const all = packages.filter((one) => one.verdict === verdict);
  if (all.length === 0) return [];
  return [
    ...title(`${verdict}: ${count(all.length, 'package')}`, style),
    ...all.flatMap(({ name, line, why }) => item('', `${name} (line ${line}): ${why}`, style, 2)),
  ];
}
