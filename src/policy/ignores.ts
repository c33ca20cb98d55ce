import type { Ignore } from '../plan/types.ts';
import type { Finding } from '../scan/types.ts';
import type { PolicyPreset } from './presets.ts';
import type { Judgement, Verdict, Violation } from './types.ts';

interface Applied {
  /** The findings nobody has accepted. */
  left: Finding[];
  ignored: Verdict['ignored'];
  judgement: Judgement;
}

/** Days before the end of an ignore at which it starts to warn. */
const NOTICE = 14;

/**
 * Takes the accepted findings out. An ignore holds up to and including its day `until`; after that
 * it accepts nothing and is a violation itself, at its line, so that it is renewed or removed.
 */
export function applyIgnores(
  ignores: readonly Ignore[],
  findings: readonly Finding[],
  today: string,
  preset: PolicyPreset,
): Applied {
  const valid = ignores.filter((ignore) => ignore.until >= today);
  const expired = ignores.filter((ignore) => ignore.until < today);
  const ignored: Applied['ignored'] = [];
  const left: Finding[] = [];
  for (const finding of findings) {
    const ignore = valid.find((candidate) => matches(candidate, finding));
    if (ignore) ignored.push({ finding, ignore });
    else left.push(finding);
  }
  const ended = expired.map((ignore) => violationOf(ignore, findings));
  const judgement: Judgement = {
    violations: preset.failures === 'violation' ? ended : [],
    warnings: [
      ...(preset.failures === 'warning' ? ended.map((v) => v.message) : []),
      ...valid.filter((i) => !findings.some((f) => matches(i, f))).map(unusedWarning),
      ...valid.flatMap((ignore) => noticeOf(ignore, today)),
    ],
  };
  return { left, ignored, judgement };
}

/** By id or alias; the name of the package, if there is one, has to be right as well. */
function matches(ignore: Ignore, finding: Finding): boolean {
  if (ignore.package && ignore.package.toLowerCase() !== finding.package.toLowerCase())
    return false;
  const id = ignore.id.toUpperCase();
  return [finding.id, ...finding.aliases].some((name) => name.toUpperCase() === id);
}

function violationOf(ignore: Ignore, findings: readonly Finding[]): Violation {
  return {
    rule: 'ignore-expired',
    message: `${lineOf(ignore)}: the ignore of ${nameOf(ignore)} ended on ${ignore.until} (owner: ${ignore.owner})`,
    findings: findings.filter((finding) => matches(ignore, finding)),
  };
}

function unusedWarning(ignore: Ignore): string {
  return `${lineOf(ignore)}: the ignore of ${nameOf(ignore)} matches no finding; remove it`;
}

function noticeOf(ignore: Ignore, today: string): string[] {
  const days = Math.round((Date.parse(ignore.until) - Date.parse(today)) / 86_400_000);
  if (days > NOTICE) return [];
  const when =
    days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days, on ${ignore.until}`;
  return [
    `${lineOf(ignore)}: the ignore of ${nameOf(ignore)} ends ${when} (owner: ${ignore.owner})`,
  ];
}

function nameOf(ignore: Ignore): string {
  return ignore.package ? `${ignore.id} for ${ignore.package}` : ignore.id;
}

function lineOf({ origin }: Ignore): string {
  return `${origin.file}:${origin.line}`;
}
