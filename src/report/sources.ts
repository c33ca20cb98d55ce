import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { Violation } from '../policy/types.ts';
import { sameFinding } from '../scan/same.ts';
import type { Finding } from '../scan/types.ts';
import { adviceFor, byPackage } from './advice.ts';
import { summaryOf } from './findings.ts';
import { locateFinding, type ProjectFile } from './locate.ts';
import type { RunReport } from './types.ts';
import { count } from './words.ts';

/** What breaks the policy before there is an image, one for each package, where it is asked for. */
export function vulnerableSources(
  violations: readonly Violation[],
  files: readonly ProjectFile[],
): Diagnostic[] {
  const findings = [...new Set(violations.flatMap((one) => one.findings))];
  const locate = (finding: Finding) => locateFinding(finding, files);
  return [...byPackage(findings).values()].map((group) => {
    const [first] = group as [Finding];
    const span = locate(first);
    return error(
      'policy/vulnerable-source',
      `${first.package} ${first.version} goes into the image, and has ${group.map(wordsOf).join(', ')}`,
      { ...(span && { span }), hint: adviceFor(group, NO_IMAGE, locate) },
    );
  });
}

const NO_IMAGE = { base: { kind: 'unknown', ref: '' } };

/** `package-lock.json: 312 packages, 3 findings (1 high, 2 low), 2 of them not in the image`. */
export function sourcesText({ sources, findings }: RunReport): string[] {
  if (!sources) return [];
  const { files, packages } = sources;
  const apart = sources.findings.filter(
    (one) => !findings.some((other) => sameFinding(one, other)),
  );
  const found = summaryOf(sources.findings);
  const rest = apart.length === 0 ? '' : `, ${apart.length} of them not in the image`;
  return [`${files.join(', ')}: ${count(packages.length, 'package')}, ${found}${rest}`];
}

function wordsOf({ id, severity, kev }: Finding): string {
  return `${id} (${severity}${kev ? ', known to be exploited' : ''})`;
}
