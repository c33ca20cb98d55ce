import type { Ignore } from '../plan/types.ts';
import type { Finding } from '../scan/types.ts';
import type { PolicyPreset } from './presets.ts';
import { byTerm, endedText, lineOf, noticeOf } from './terms.ts';
import type { Judgement, Verdict } from './types.ts';

interface Applied {
  /** The findings nobody has accepted. */
  left: Finding[];
  ignored: Verdict['ignored'];
  judgement: Judgement;
}

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
  const { valid, expired } = byTerm(ignores, today);
  const ignored: Applied['ignored'] = [];
  const left: Finding[] = [];
  for (const finding of findings) {
    const ignore = valid.find((candidate) => matches(candidate, finding));
    if (ignore) ignored.push({ finding, ignore });
    else left.push(finding);
  }
  const ended = expired.map((ignore) => ({
    rule: 'ignore-expired',
    message: endedText(ignore, wordsOf(ignore)),
    findings: findings.filter((finding) => matches(ignore, finding)),
  }));
  const judgement: Judgement = {
    violations: preset.failures === 'violation' ? ended : [],
    warnings: [
      ...(preset.failures === 'warning' ? ended.map((v) => v.message) : []),
      ...valid
        .filter((ignore) => !findings.some((finding) => matches(ignore, finding)))
        .map((ignore) => `${lineOf(ignore)}: ${wordsOf(ignore)} matches no finding; remove it`),
      ...valid.flatMap((ignore) => noticeOf(ignore, wordsOf(ignore), today)),
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

function wordsOf({ id, package: name }: Ignore): string {
  return `the ignore of ${name ? `${id} for ${name}` : id}`;
}
