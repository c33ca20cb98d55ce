import { gzipSync } from 'node:zlib';
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with {
  type: 'json',
};
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { renderSarif } from '../../src/report/sarif.ts';
import type { RunReport } from '../../src/report/types.ts';
import type { Finding } from '../../src/scan/types.ts';
import { RUNS, runNamed } from './runs.ts';

const BASE = { file: 'api/hardening.yaml', line: 4, column: 7, length: 6 };
const GO_MOD = { file: 'api/go.mod', line: 5, column: 9, length: 17 };

const validate = (() => {
  const { $schema, id, ...schema } = sarifSchema as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  return ajv.compile(schema);
})();

const logOf = (report: RunReport, rest: object = {}) =>
  JSON.parse(renderSarif({ report, harden: '0.1.0', base: BASE, ...rest }));

const resultsOf = (report: RunReport, rest: object = {}) => logOf(report, rest).runs[0].results;

/** What GitHub refuses or cuts, by its documentation of code scanning. */
function refusals(text: string): string[] {
  const [run] = JSON.parse(text).runs;
  const rules = run.tool.driver.rules as { properties: { tags: string[] }; id: string }[];
  const results = run.results as { locations: unknown[]; ruleIndex: number; ruleId: string }[];
  return [
    ...(results.length > 25_000 ? [`${results.length} results`] : []),
    ...(rules.length > 25_000 ? [`${rules.length} rules`] : []),
    ...rules.filter((r) => r.properties.tags.length > 20).map((r) => `tags of ${r.id}`),
    ...results.filter((r) => r.locations.length > 1000).map((r) => `locations of ${r.ruleId}`),
    ...results.filter((r) => r.locations.length === 0).map((r) => `${r.ruleId} is nowhere`),
    ...results.filter((r) => rules[r.ruleIndex]?.id !== r.ruleId).map((r) => `rule of ${r.ruleId}`),
    ...(gzipSync(text).length > 10_000_000 ? ['more than 10 MB'] : []),
  ];
}

test.each(Object.entries(RUNS))('%s is SARIF that GitHub takes', (_name, report) => {
  for (const rest of [{}, { base: BASE }]) {
    const text = renderSarif({ report, harden: '0.1.0', ...rest });
    validate(JSON.parse(text));
    expect(validate.errors ?? []).toEqual([]);
    expect(refusals(text)).toEqual([]);
  }
});

test('the schema refuses what is no SARIF', () => {
  const log = logOf(runNamed('fail-fixable'));
  log.runs[0].results[0].level = 'fatal';
  expect(validate(log)).toBe(false);
});

test('what fails is an error at the line that asks for the package, the rest a note', () => {
  const report = runNamed('fail-fixable');
  const locate = ({ type }: Finding) => (type === 'gobinary' ? GO_MOD : undefined);
  const results = resultsOf(report, { locate });
  const go = results.find((r: { properties: Finding }) => r.properties.package.includes('x/text'));
  expect(go).toMatchObject({
    level: 'error',
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'api/go.mod' },
          region: { startLine: 5, startColumn: 9, endColumn: 26 },
        },
      },
    ],
  });
  const python = resultsOf(report, { locate, app: { ...BASE, line: 2 } }).find(
    (r: { properties: Finding }) => r.properties.package === 'Jinja2',
  );
  expect(python.locations[0].physicalLocation.region.startLine).toBe(2);
  const system = results.find((r: { properties: Finding }) => r.properties.package === 'libc6');
  expect(system.locations[0].physicalLocation.artifactLocation.uri).toBe('api/hardening.yaml');
  expect(new Set(results.map((r: { level: string }) => r.level))).toEqual(
    new Set(['error', 'note']),
  );
});

type Suppressed = { level: string; suppressions: { justification: string }[] };

test.each([
  ['ignored', 'the parser is never given a language tag'],
  ['vex', 'vulnerable_code_not_in_execute_path'],
])('what is %s is suppressed with the reason', (name, reason) => {
  const results: Suppressed[] = resultsOf(runNamed(name));
  const said = results.flatMap(({ suppressions }) => suppressions);
  expect(said.map(({ justification }) => justification).join()).toContain(reason);
});

test('a check is suppressed when it is accepted as a whole, and an error before that', () => {
  const report = runNamed('accepted');
  expect(resultsOf(report)).toMatchObject([
    { ruleId: 'no-shell', level: 'error', suppressions: [] },
  ]);
  const whole = { ...report, verdict: { ...report.verdict, violations: [] } };
  expect(resultsOf(whole)).toMatchObject([
    {
      level: 'warning',
      suppressions: [{ justification: expect.stringContaining('the vendor starts it') }],
    },
  ]);
});

test('a baseline says which results are new', () => {
  const states = resultsOf(runNamed('baseline')).map(
    (r: { baselineState: string }) => r.baselineState,
  );
  expect(states.sort()).toEqual(['new', 'unchanged']);
});

test('a scan that proves nothing is a failed invocation and an error', () => {
  const [run] = logOf(runNamed('coverage-gap')).runs;
  expect(run.invocations[0].executionSuccessful).toBe(false);
  expect(run.results[0]).toMatchObject({ ruleId: 'coverage', level: 'error' });
});

test('fingerprints outlive a new version and another line, and tell results apart', () => {
  const report = runNamed('fail-fixable');
  const later = {
    ...report,
    findings: report.findings.map((f) => ({
      ...f,
      version: `${f.version}.1`,
      ...(f.purl && { purl: f.purl.replace(/@[^?]*/, '@9') }),
    })),
  };
  const printsOf = (one: RunReport, line: number) =>
    resultsOf(one, { locate: () => ({ ...GO_MOD, line }) })
      .filter((r: { ruleId: string }) => !r.ruleId.startsWith('policy.'))
      .map((r: { partialFingerprints: object }) => JSON.stringify(r.partialFingerprints));
  const prints = printsOf(report, 5);
  expect(printsOf(later, 50)).toEqual(prints);
  expect(new Set(prints).size).toBe(prints.length);
});

test('the score of a rule says the word of its severity', () => {
  const report = runNamed('fail-fixable');
  const [first] = report.findings;
  const findings = [{ ...first, severity: 'low', cvss: 9.8 } as Finding];
  const [rule] = logOf({ ...report, findings }).runs[0].tool.driver.rules.filter(
    ({ id }: { id: string }) => id === first?.id,
  );
  expect(rule.properties['security-severity']).toBe('2.0');
});

test('text of others is no link, no control and no reading direction', () => {
  const report = runNamed('hostile');
  const title = '[click](https://evil.example) \u202e\u001b[31m<img src=x>';
  const findings = report.findings.map((f) => ({ ...f, title, url: 'javascript:alert(1)' }));
  const text = renderSarif({ report: { ...report, findings }, harden: '0.1.0' });
  const { message } = JSON.parse(text).runs[0].results.at(-1);
  expect(message.text).toContain('\\[click\\](https://evil.example) \\\\u{202e}');
  expect(text).not.toContain('javascript:');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]/);
});

function many(count: number, title: (index: number) => string): RunReport {
  const report = runNamed('pass');
  const findings = Array.from({ length: count }, (_, i) => ({
    ...{ id: `CVE-2026-${i}`, aliases: [], package: `package-${i}`, version: '1.0.0' },
    ...{ severity: i % 10 === 0 ? ('critical' as const) : ('low' as const) },
    ...{ type: 'debian', scanner: 'trivy', title: title(i) },
  }));
  return { ...report, findings };
}

test('a warning is no link', () => {
  const run = runNamed('pass');
  const verdict = { ...run.verdict, warnings: ['[x](https://evil.example)'] };
  const { runs } = JSON.parse(renderSarif({ report: { ...run, verdict }, harden: '0.1.0' }));
  const [{ message }] = runs[0].invocations[0].toolExecutionNotifications;
  expect(message.text).toBe('\\[x\\](https://evil.example)');
});

test('nothing of a rule is Markdown', () => {
  const [violation] = runNamed('fail-fixable').verdict.violations;
  const rule = '<img src=x onerror=x> [a](b) https://evil.example www.evil.example @all';
  if (!violation) throw new Error('nothing is violated');
  const run = runNamed('fail-fixable');
  const violations = [{ ...violation, rule, findings: [] }];
  const title = rule;
  const report = {
    ...run,
    findings: run.findings.map((one) => ({ ...one, title })),
    verdict: { ...run.verdict, violations },
  };
  const { runs } = JSON.parse(renderSarif({ report, harden: '0.1.0' }));
  for (const { help } of runs[0].tool.driver.rules) {
    expect(help.markdown).not.toMatch(/[<>[\]:@]|www\./);
  }
});

test('of 30,000 findings the mildest are left out, and it says how many', () => {
  const text = renderSarif({ report: many(30_000, () => 'a title'), harden: '0.1.0' });
  expect(refusals(text)).toEqual([]);
  const [run] = JSON.parse(text).runs;
  expect(run.results).toHaveLength(25_000);
  const critical = run.results.filter(
    (r: { level: string; properties: Finding }) => r.properties.severity === 'critical',
  );
  expect(critical).toHaveLength(3000);
  const [said] = run.invocations[0].toolExecutionNotifications;
  expect(said.message.text).toContain('5000 results left out (5000 low)');
}, 60_000);
