import type { Violation } from '../policy/types.ts';
import type { ReportInput } from './input.ts';
import { leadOf } from './lead.ts';
import type { RunReport } from './types.ts';
import { element, xmlLines } from './xml.ts';

interface Case {
  name: string;
  /** Why it fails the image, in a line, and the evidence. */
  failure?: { message: string; evidence: string };
  /** It is told and does not count. */
  skipped?: string;
  seconds?: number;
  /** What the program printed. */
  output?: string;
}

/**
 * The run as JUnit XML, one suite for each phase. A test fails exactly where the image does; what is
 * accepted or does not count is skipped.
 */
export function renderJunit({ report }: ReportInput): string {
  const suites = suitesOf(report);
  const sums = sumsOf(suites.flatMap(({ cases }) => cases));
  const content = suites.map((one) => suiteElement(one, report.times?.started));
  return junitOf({ name: report.image.name, ...sums }, content);
}

/** A document of suites. */
export function junitOf(
  attributes: Record<string, string | number>,
  suites: readonly string[],
): string {
  const root = element('testsuites', attributes, suites);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.replaceAll('><', '>\n<')}\n`;
}

export interface Suite {
  name: string;
  cases: Case[];
}

/** A suite as XML; `prefix` sets those of several images apart. */
export function suiteElement({ name, cases }: Suite, started?: string, prefix = ''): string {
  return element(
    'testsuite',
    { name: prefix + name, ...sumsOf(cases), timestamp: started?.slice(0, 19) },
    cases.map((one) => caseOf(`harden.${prefix}${name}`, one)),
  );
}

/** One suite for each phase of the run. */
export function suitesOf(report: RunReport): Suite[] {
  return [
    suite('coverage', coverageCases(report)),
    suite('checks', checkCases(report)),
    suite('smoke', smokeCases(report)),
    suite('policy', policyCases(report)),
  ].filter(({ cases }) => cases.length > 0);
}

function suite(name: string, cases: Case[]): Suite {
  return { name, cases };
}

export function sumsOf(cases: readonly Case[]) {
  return {
    tests: cases.length,
    failures: cases.filter(({ failure }) => failure).length,
    errors: 0,
    skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
    time: cases.reduce((sum, { seconds = 0 }) => sum + seconds, 0).toFixed(3),
  };
}

function caseOf(classname: string, { name, failure, skipped, seconds = 0, output }: Case): string {
  const attributes = { classname, name, time: seconds.toFixed(3) };
  return element('testcase', attributes, [
    ...(failure
      ? [
          element('failure', { message: failure.message, type: classname }, [
            xmlLines(failure.evidence),
          ]),
        ]
      : []),
    ...(skipped === undefined ? [] : [element('skipped', { message: skipped })]),
    ...(output ? [element('system-out', {}, [xmlLines(output)])] : []),
  ]);
}

function coverageCases(report: RunReport): Case[] {
  const { gaps } = report.coverage;
  if (gaps.length === 0) return [{ name: 'the scan saw everything', output: leadOf(report) }];
  return gaps.map((gap) => ({
    name: gap,
    failure: { message: 'the scan proves nothing', evidence: gap },
  }));
}

function checkCases({ checks, verdict }: RunReport): Case[] {
  const failing = new Map(verdict.violations.map((one) => [one.rule, one]));
  return checks.map(({ id, pass, evidence, paths = [] }) => {
    if (pass) return { name: id, output: evidence };
    const violation = failing.get(`checks.${id}`);
    if (!violation) return { name: id, skipped: `accepted or not counted: ${evidence}` };
    const files = [evidence, ...paths].join('\n');
    return { name: id, failure: { message: violation.message, evidence: files } };
  });
}

function smokeCases({ smoke }: RunReport): Case[] {
  return smoke.map(({ name, pass, evidence, milliseconds, diagnosis, log }) => {
    const seconds = milliseconds / 1000;
    if (pass) return { name, seconds, output: evidence };
    const words = [evidence, ...(diagnosis ? [diagnosis] : [])].join('\n');
    return {
      name,
      seconds,
      failure: { message: evidence, evidence: words },
      ...(log && { output: log }),
    };
  });
}

/** Checks and smoke tests have their own suites. */
function policyCases({ verdict }: RunReport): Case[] {
  const rules = verdict.violations.filter(
    ({ rule }) => rule !== 'smoke' && !/^checks\./.test(rule),
  );
  if (rules.length === 0) return [{ name: 'the policy holds' }];
  return rules.map((violation) => ({
    name: violation.rule,
    failure: { message: violation.message, evidence: evidenceOf(violation) },
  }));
}

function evidenceOf({ message, findings }: Violation): string {
  const lines = findings.map(({ id, package: name, version, severity, fixedVersion, title }) => {
    const fix = fixedVersion ? `fixed in ${fixedVersion}` : 'no fix yet';
    return `${id} (${severity}) in ${name} ${version}, ${fix}${title ? `: ${title}` : ''}`;
  });
  return [message, ...lines].join('\n');
}
