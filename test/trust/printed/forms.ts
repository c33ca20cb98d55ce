import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with {
  type: 'json',
};
import { Ajv } from 'ajv';
import { renderAudit } from '../../../src/audit/render.ts';
import { annotationLine } from '../../../src/ci/annotation.ts';
import { compareReports } from '../../../src/compare/compare.ts';
import { renderAs } from '../../../src/compare/formats.ts';
import { renderComparison } from '../../../src/compare/render.ts';
import { renderDiagnostics } from '../../../src/diagnostics/render.ts';
import { explain } from '../../../src/explain/explain.ts';
import { renderExplanations } from '../../../src/explain/render.ts';
import { renderReport } from '../../../src/report/formats.ts';
import { renderJson } from '../../../src/report/json.ts';
import { plain } from '../../../src/report/paint.ts';
import { readReport } from '../../../src/report/read.ts';
import { renderText } from '../../../src/report/text.ts';
import type { RunReport } from '../../../src/report/types.ts';
import { auditOf } from './audit.ts';
import { FAILED } from './report.ts';
import { jsonTree, markdownTree, pageTree, type Tree, xmlTree } from './trees.ts';

/** A form that harden prints, and how others read it. */
export interface Form {
  print(report: RunReport): string;
  /** Throws where it cannot be read. */
  read(text: string, report: RunReport): Tree;
  /** Each line may be in a log that a runner of pipelines reads. */
  logged?: true;
}

const HARDEN = '0.1.0';
const input = (report: RunReport) => ({ report, harden: HARDEN });
/** For people there is no structure but lines. */
const anyText = { read: (): Tree => ({ shape: '' }), logged: true } as const;

const { $schema, id, ...schema } = sarifSchema as Record<string, unknown>;
const isSarif = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false }).compile(
  schema,
);

export const FORMS: Record<string, Form> = {
  text: { print: (report) => renderReport('text', input(report)), ...anyText },
  'text, narrow': { print: (report) => renderText(report, { width: 41 }), ...anyText },
  json: { print: renderJson, read: readJson, logged: true },
  html: { print: (report) => renderReport('html', input(report)), read: pageTree },
  sarif: { print: (report) => renderReport('sarif', input(report)), read: readSarif, logged: true },
  markdown: {
    print: (report) => renderReport('markdown', input(report)),
    read: markdownTree,
    logged: true,
  },
  comment: {
    print: (report) => renderReport('comment', input(report)),
    read: markdownTree,
    logged: true,
  },
  junit: { print: (report) => renderReport('junit', input(report)), read: xmlTree },
  gitlab: {
    print: (report) => renderReport('gitlab', input(report)),
    read: readGitlab,
    logged: true,
  },
  compare: { print: (report) => renderComparison(compareReports(FAILED, report), 80), ...anyText },
  'compare, html': { print: (report) => compared('html', report), read: pageTree },
  'compare, markdown': {
    print: (report) => compared('markdown', report),
    read: markdownTree,
    logged: true,
  },
  explain: { print: explained, ...anyText },
  audit: {
    print: (report) => renderAudit(auditOf(report), { width: 80, paint: plain }),
    ...anyText,
  },
  diagnostics: {
    print: ({ diagnostics }) =>
      renderDiagnostics(diagnostics, new Map(), { color: false, width: 80 }),
    ...anyText,
  },
  'GitHub annotations': { print: (report) => annotated(report, 'github'), read: readGithub },
  'Azure annotations': { print: (report) => annotated(report, 'azure'), read: readAzure },
};

function compared(format: 'html' | 'markdown', report: RunReport): string {
  const comparison = compareReports(FAILED, report);
  return renderAs(format, { comparison, before: FAILED, after: report }, HARDEN);
}

/** Each thing of the run by its name. */
function explained(report: RunReport): string {
  const names = [
    ...report.checks.map((one) => one.id),
    ...report.findings.flatMap((one) => [one.id, one.package]),
    ...(report.packages ?? []).map(({ name }) => name),
    ...report.image.layers.map(({ digest }) => digest),
  ];
  return [...new Set(names)]
    .map((name) => explain(name, { report, locate: () => undefined }))
    .map((found) =>
      found.ok
        ? renderExplanations(found.value, 80)
        : renderDiagnostics(found.diagnostics, new Map(), { color: false, width: 80 }),
    )
    .join('\n');
}

function annotated({ verdict }: RunReport, system: 'github' | 'azure'): string {
  return verdict.violations
    .map(({ rule, message }) => annotationLine({ level: 'error', title: rule, message }, system))
    .join('\n');
}

/** The report comes back as it was, in letters that no program takes for anything else. */
function readJson(text: string, report: RunReport): Tree {
  const read = readReport(text, 'report.json');
  if (!read.ok) throw new Error(`cannot be read: ${read.diagnostics[0]?.message}`);
  const same = JSON.stringify(sorted(read.value)) === JSON.stringify(sorted(report));
  return { shape: '', ...(!same && { wrong: 'is another report than was printed' }) };
}

function readSarif(text: string): Tree {
  const log = JSON.parse(text);
  if (!isSarif(log)) return { shape: '', wrong: JSON.stringify(isSarif.errors).slice(0, 200) };
  const links: string[] = [];
  JSON.stringify(log, (key, value) => {
    if (/^(?:helpUri|url|informationUri)$/.test(key) && !/^https?:/.test(value)) links.push(value);
    if (key === 'message' && /(?:^|[^\\])(?:\\\\)*\[[^\]\\]*\]\(/.test(value.text))
      links.push(value.text);
    if (key === 'markdown')
      links.push(...(markdownTree(value).shape.match(/\b(?:a|img|script)\[[^\]]*\]/g) ?? []));
    return value;
  });
  return { shape: jsonTree(log), ...(links[0] !== undefined && { wrong: `leads to ${links[0]}` }) };
}

/** GitLab shows descriptions as Markdown. */
function readGitlab(text: string): Tree {
  const report = JSON.parse(text);
  const trees = report.vulnerabilities.map(({ description }: { description: string }) =>
    markdownTree(description),
  );
  const wrong = trees.find((one: Tree) => one.wrong)?.wrong;
  const shapes = trees.map(({ shape }: Tree) => shape).join('\n');
  return { shape: `${jsonTree(report)}\n${shapes}`, ...(wrong && { wrong }) };
}

function readGithub(text: string): Tree {
  const lines = text.split(/\r\n|[\r\n]/);
  return { shape: lines.map((line) => /^::error title=[^:,]*::/.test(line)).join() };
}

function readAzure(text: string): Tree {
  const lines = text.split(/\r\n|[\r\n]/);
  const own = /^##vso\[task\.logissue type=error;code=[^;\]]*\]/;
  return { shape: lines.map((line) => own.test(line)).join() };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
