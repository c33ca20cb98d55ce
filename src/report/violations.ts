import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import type { Finding } from '../scan/types.ts';
import { adviceFor, byPackage } from './advice.ts';
import type { RunReport } from './types.ts';

/** One thing to show at a line, or without one. */
interface Mark {
  level: Diagnostic['severity'];
  title: string;
  message: string;
  place?: Span;
}

/**
 * What breaks the policy, for the log of a CI: first every rule, then every package of a rule that a
 * line of the project asks for, at that line, with what to do about it.
 */
export function violationMarks(
  report: RunReport,
  locate: ((finding: Finding) => Span | undefined) | undefined,
): Mark[] {
  const { violations } = report.verdict;
  const rules = violations.map(({ rule, message }) => ({ title: rule, message }));
  const packages = violations.flatMap(({ rule, findings }) =>
    [...byPackage(findings).values()].flatMap((group) => {
      const place = group[0] && locate?.(group[0]);
      return place ? [{ title: rule, message: adviceFor(group, report.image, locate), place }] : [];
    }),
  );
  return [...rules, ...packages].map((mark) => ({ level: 'error', ...mark }));
}
