import type { Severity } from '../../plan/types.ts';
import type { ReportInput } from '../input.ts';
import { suppression } from './findings.ts';
import { imageLocation, lineLocation } from './location.ts';
import { securitySeverity } from './severity.ts';
import type { Issue, Level } from './types.ts';
import { markdownText, messageText, plainText } from './words.ts';

const DOCS = 'docs/checks.md';

interface Said {
  id: string;
  about: string;
  text: string;
  level: Level;
  accepted?: string;
}

/** What is wrong with the image as a whole: checks, smoke tests, gaps, and rules about no finding. */
export function checkIssues(input: ReportInput): Issue[] {
  const { report, base } = input;
  const { verdict, coverage, smoke } = report;
  const failing = new Set(verdict.violations.map(({ rule }) => rule));
  const said: Said[] = [
    ...coverage.gaps.map((gap) => ({ ...GAP, text: `the scan proves nothing: ${gap}` })),
    ...report.checks
      .filter(({ pass }) => !pass)
      .map(({ id, evidence }) => ({
        id,
        about: `The hardening check ${id}, see ${DOCS}`,
        text: `${id}: ${evidence}`,
        level: failing.has(`checks.${id}`) ? ('error' as const) : ('warning' as const),
        ...acceptedBy(input, id),
      })),
    ...smoke
      .filter(({ pass }) => !pass)
      .map(({ name, evidence }) => ({ ...SMOKE, text: `${name}: ${evidence}` })),
    ...verdict.violations
      .filter(
        ({ rule, findings }) =>
          findings.length === 0 && rule !== 'smoke' && !/^checks\./.test(rule),
      )
      .map(({ rule, message }) => ({
        id: `policy.${rule}`,
        about: `The rule ${rule} of the policy`,
        text: `${rule}: ${message}`,
        level: 'error' as const,
      })),
  ];
  const place = base ? lineLocation(base) : imageLocation(report.image.name);
  return said.map((one) => ({
    severity: SEVERITY[one.level],
    rule: ruleOf(one),
    result: {
      level: one.level,
      message: { text: messageText(one.text) },
      locations: [place],
      suppressions: one.accepted === undefined ? [] : [suppression(one.accepted)],
    },
    identity: [one.id],
  }));
}

const GAP = { id: 'coverage', about: 'What the scan did not see', level: 'error' as const };
const SMOKE = { id: 'smoke', about: 'What the image does when it is run', level: 'error' as const };

const SEVERITY: Record<Level, Severity> = { error: 'high', warning: 'medium', note: 'low' };

/** Accepted as a whole: no path of it is left that fails. */
function acceptedBy({ report }: ReportInput, id: string): { accepted?: string } {
  const { accepted = [], violations } = report.verdict;
  const found = accepted.filter(({ check }) => check.id === id);
  if (found.length === 0 || violations.some(({ rule }) => rule === `checks.${id}`)) return {};
  const words = found.map(
    ({ accept: { reason, until, owner } }) => `${reason} (until ${until}, owner ${owner})`,
  );
  return { accepted: words.join('; ') };
}

function ruleOf({ id, about, level }: Said): Issue['rule'] {
  return {
    id: plainText(id),
    name: 'HardenedImage',
    shortDescription: { text: plainText(about) },
    fullDescription: { text: plainText(about) },
    help: { text: plainText(about), markdown: markdownText(plainText(about)) },
    defaultConfiguration: { level },
    properties: {
      tags: ['security', 'container'],
      precision: 'very-high',
      'security-severity': securitySeverity(SEVERITY[level], undefined),
    },
  };
}
