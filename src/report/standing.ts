import type { Verdict } from '../policy/types.ts';
import type { Finding } from '../scan/types.ts';

/**
 * What the verdict makes of a finding: it fails a rule, it was taken out of the count and by whom, it
 * fails later, it was there before, or it is only told.
 */
export type Standing =
  | { kind: 'fails'; rules: string[] }
  | { kind: 'ignored'; reason: string }
  | { kind: 'graced'; reason: string }
  | { kind: 'known' }
  | { kind: 'told' };

/** Looks up any finding of a run. */
export function standings(verdict: Verdict): (finding: Finding) => Standing {
  const found = new Map<string, Standing>();
  for (const finding of verdict.delta?.known ?? []) found.set(keyOf(finding), { kind: 'known' });
  for (const { finding, failsFrom } of verdict.graced ?? [])
    found.set(keyOf(finding), { kind: 'graced', reason: `fails from ${failsFrom} on` });
  for (const { finding, ignore } of verdict.ignored) {
    const reason = `${ignore.reason} (until ${ignore.until}, owner ${ignore.owner})`;
    found.set(keyOf(finding), { kind: 'ignored', reason });
  }
  for (const { finding, vex } of verdict.suppressed ?? []) {
    const why = vex.justification ? `: ${vex.justification}` : '';
    const reason = `${vex.status}, says ${vex.file} of ${vex.author}${why}`;
    found.set(keyOf(finding), { kind: 'ignored', reason });
  }
  for (const { rule, findings } of verdict.violations) {
    for (const finding of findings) {
      const before = found.get(keyOf(finding));
      const rules = before?.kind === 'fails' ? [...before.rules, rule] : [rule];
      found.set(keyOf(finding), { kind: 'fails', rules });
    }
  }
  return (finding) => found.get(keyOf(finding)) ?? { kind: 'told' };
}

/** What tells one finding of a run from all others. */
export function keyOf(f: Finding): string {
  return [f.id, f.package, f.version, f.path, f.layer].join('\0');
}
