import type { ReportInput } from './input.ts';
import { checkIssues } from './sarif/checks.ts';
import { findingIssues } from './sarif/findings.ts';
import { fingerprinted } from './sarif/fingerprint.ts';
import { withinLimits } from './sarif/limits.ts';
import type { Issue } from './sarif/types.ts';
import { messageText } from './sarif/words.ts';
import { uriPart } from './uri-part.ts';
import { visibleJson } from './visible.ts';

export const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * The run as SARIF 2.1.0 within the limits of GitHub's code scanning: what fails is an error, the
 * rest a warning or a note, what is ignored is suppressed. What was left out for its size is said in a
 * notification.
 */
export function renderSarif(input: ReportInput): string {
  const issues = fingerprinted([...checkIssues(input), ...findingIssues(input)]);
  return withinLimits(issues, (kept, notice) => {
    const log = { $schema: SCHEMA, version: '2.1.0', runs: [runOf(input, kept, notice)] };
    return `${visibleJson(JSON.stringify(log))}\n`;
  });
}

function runOf({ report, harden }: ReportInput, issues: readonly Issue[], notice?: string) {
  const rules = [...new Map(issues.map(({ rule }) => [rule.id, rule])).values()];
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const said = [
    ...report.coverage.gaps.map((gap) => notification('error', `the scan proves nothing: ${gap}`)),
    ...report.verdict.warnings.map((text) => notification('warning', text)),
    ...(notice ? [notification('warning', notice)] : []),
  ];
  return {
    tool: { driver: { name: 'harden', semanticVersion: harden, rules } },
    // Keeps the alerts of several images of one repository apart.
    automationDetails: { id: `harden/${uriPart(report.image.name)}/` },
    invocations: [
      { executionSuccessful: report.coverage.gaps.length === 0, toolExecutionNotifications: said },
    ],
    results: issues.map(({ rule, result }) => ({
      ruleId: rule.id,
      ruleIndex: indexes.get(rule.id),
      ...result,
    })),
    columnKind: 'utf16CodeUnits',
    properties: {
      image: report.image.name,
      digest: report.image.digest,
      platform: report.image.platform,
      pass: report.verdict.pass,
    },
  };
}

function notification(level: 'error' | 'warning', text: string) {
  return { level, message: { text: messageText(text) } };
}
