import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { renderGitlab } from '../../src/report/gitlab.ts';
import type { RunReport } from '../../src/report/types.ts';
import { HOSTILE } from './hostile.ts';
import { richRun } from './rich-run.ts';
import { RUNS, runNamed } from './runs.ts';

const words = (...required: string[]) => ({
  type: 'object',
  required,
  properties: Object.fromEntries(required.map((key) => [key, { type: 'string', minLength: 1 }])),
});
const web = { type: 'string', pattern: '^https?://.+' };
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' };
const program = {
  ...words('id', 'name', 'version'),
  required: ['id', 'name', 'version', 'vendor'],
};

/** What GitLab's documentation asks of container scanning reports of version 15. */
const validate = new Ajv({ strict: false, allErrors: true }).compile({
  type: 'object',
  required: ['version', 'scan', 'vulnerabilities'],
  properties: {
    version: { const: '15.0.7' },
    scan: {
      type: 'object',
      required: ['analyzer', 'scanner', 'type', 'status', 'start_time', 'end_time'],
      properties: {
        ...{ analyzer: program, scanner: program, start_time: time, end_time: time },
        type: { const: 'container_scanning' },
        status: { enum: ['success', 'failure'] },
        messages: {
          items: {
            ...words('level', 'value'),
            properties: { level: { enum: ['info', 'warn', 'fatal'] } },
          },
        },
      },
    },
    vulnerabilities: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'identifiers', 'location'],
        properties: {
          id: { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
          name: { type: 'string', maxLength: 255 },
          description: { type: 'string', maxLength: 1_048_576 },
          severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
          solution: { type: 'string', maxLength: 7000 },
          identifiers: {
            type: 'array',
            minItems: 1,
            maxItems: 20,
            items: { ...words('type', 'name', 'value'), properties: { url: web } },
          },
          links: { items: { required: ['url'], properties: { url: web } } },
          location: {
            type: 'object',
            required: ['dependency', 'operating_system', 'image'],
            properties: {
              operating_system: { type: 'string', minLength: 1 },
              image: { type: 'string', pattern: '^[^:]+(:\\d+[^:]*)?:[^:]+(:\\d+[^:]*)?$' },
              dependency: {
                required: ['package', 'version'],
                properties: { package: words('name'), version: { type: 'string' } },
              },
            },
          },
        },
      },
    },
  },
});

const reportOf = (report: RunReport, rest: object = {}) =>
  JSON.parse(renderGitlab({ report, harden: '0.1.0', ...rest }));

test.each([...Object.entries(RUNS), ['rich', richRun(300)] as const])(
  '%s is a report that GitLab takes',
  (_name, report) => {
    validate(reportOf(report));
    expect(validate.errors ?? []).toEqual([]);
  },
);

test('names of images with a port and a tag are as GitLab reads them', () => {
  const report = runNamed('fail-fixable');
  for (const name of ['debian:slim', 'registry.example:5000/team/app:v1', 'orders']) {
    validate(reportOf({ ...report, image: { ...report.image, name } }));
    expect(validate.errors ?? []).toEqual([]);
  }
});

test('a finding has its names, where it is, and what to do', () => {
  const locate = () => ({ file: 'api/go.mod', line: 5, column: 9, length: 17 });
  const { vulnerabilities, scan } = reportOf(runNamed('fail-fixable'), { locate });
  expect(scan.status).toBe('success');
  const go = vulnerabilities.find(
    (one: { identifiers: { value: string }[] }) => one.identifiers[0]?.value === 'CVE-2021-38561',
  );
  expect(go).toMatchObject({
    severity: 'High',
    solution: expect.stringMatching(
      /^Upgrade golang.org\/x\/text from v0.3.5 to .* in api\/go.mod:5\.$/,
    ),
    identifiers: [{ type: 'cve', value: 'CVE-2021-38561' }, ...[{ type: 'ghsa' }, { type: 'go' }]],
    location: {
      dependency: { package: { name: 'golang.org/x/text' } },
      operating_system: 'debian:13.2',
      image: `orders@sha256:${'a'.repeat(64)}`,
    },
  });
});

test('ids are the same for the same run and differ within it', () => {
  const ids = (report: RunReport) =>
    reportOf(report).vulnerabilities.map(({ id }: { id: string }) => id);
  const first = ids(richRun(300));
  expect(ids(richRun(300))).toEqual(first);
  expect(new Set(first).size).toBe(first.length);
});

test('what is ignored is not in it, and it says so; a blind scan is a failure', () => {
  const ignored = reportOf(runNamed('ignored'));
  expect(ignored.vulnerabilities).toEqual([]);
  expect(ignored.scan.messages.map(({ value }: { value: string }) => value)).toContain(
    '2 findings ignored by the policy, not in this report',
  );
  const blind = reportOf(runNamed('coverage-gap'));
  expect(blind.scan).toMatchObject({ status: 'failure', messages: [{ level: 'fatal' }] });
});

test('the description, which GitLab reads as Markdown, has none of others', () => {
  const text = renderGitlab({ report: richRun(400), harden: '0.1.0' });
  const all: string[] = JSON.parse(text).vulnerabilities.map(
    ({ description }: { description: string }) => description,
  );
  for (const one of HOSTILE.filter((word) => /[<[`*|]/.test(word)))
    expect(all.join('\n')).not.toContain(one);
  expect(text).not.toContain('javascript:alert(1)"');
});
