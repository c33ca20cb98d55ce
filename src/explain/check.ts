import type { ExplainInput, Explanation } from './types.ts';

/** A hardening check of the run. */
export function explainCheck(word: string, { report }: ExplainInput): Explanation[] {
  const found = report.checks.find(({ id }) => id === word);
  if (!found) return [];
  const { id, pass, evidence, paths = [] } = found;
  const accepted = report.verdict.accepted?.filter(({ check }) => check.id === id) ?? [];
  return [
    {
      ...{ kind: 'check', subject: id, what: pass ? 'it passes' : 'it fails' },
      why: [
        evidence,
        ...paths.map((path) => `it is about ${path}`),
        ...accepted.map(
          ({ accept }) => `accepted until ${accept.until}: ${accept.reason} (${accept.owner})`,
        ),
      ],
      findings: [],
      fix: pass
        ? []
        : [
            `mend it as docs/checks.md#${id} says`,
            `or accept it in policy.accept: {check: ${id}, until: "...", reason: ..., owner: ...}`,
          ],
    },
  ];
}
