import type { FileLedger } from '../inspect/ledger/types.ts';
import type { Image, RunReport } from './types.ts';
import { visibleJson } from './visible.ts';

/**
 * The report as the document `--json` prints: keys in the documented order, two spaces, a final
 * newline. Equal reports give equal bytes; characters a terminal would act on are escaped.
 */
export function renderJson(report: RunReport): string {
  return `${visibleJson(JSON.stringify(inOrder(report), null, 2))}\n`;
}

/** The report with its keys in the documented order. */
export function inOrder(report: RunReport): RunReport {
  return {
    schemaVersion: report.schemaVersion,
    ...pick(report, ['times', 'unchanged', 'spec', 'plan', 'toolchain', 'rebased']),
    image: imageOf(report.image),
    ...pick(report, ['libraries']),
    checks: report.checks.map((check) => pick(check, ['id', 'pass', 'evidence', 'paths'])),
    coverage: {
      ...pick(report.coverage, ['os', 'packages', 'scanners']),
      files: filesOf(report.coverage.files),
      gaps: report.coverage.gaps,
    },
    scanners: report.scanners.map((s) =>
      pick(s, ['name', 'version', 'database', 'javaIndex', 'tested']),
    ),
    findings: report.findings.map(findingOf),
    ...(report.packages && { packages: report.packages.map((one) => pick(one, PACKAGE)) }),
    ...(report.sources && {
      sources: {
        files: report.sources.files,
        packages: report.sources.packages.map((one) => pick(one, PACKAGE)),
        findings: report.sources.findings.map(findingOf),
      },
    }),
    ...pick(report, ['disagreements']),
    smoke: report.smoke.map((one) =>
      pick(one, ['name', 'pass', 'evidence', 'milliseconds', 'memory', 'log', 'diagnosis']),
    ),
    ...pick(report, ['smokeNotRun']),
    verdict: {
      pass: report.verdict.pass,
      violations: report.verdict.violations.map(({ rule, message, findings }) => ({
        rule,
        message,
        findings: findings.map(findingOf),
      })),
      ignored: report.verdict.ignored.map(({ finding, ignore }) => ({
        finding: findingOf(finding),
        ignore: pick(ignore, ['id', 'package', 'until', 'reason', 'owner', 'origin']),
      })),
      ...(report.verdict.delta && {
        delta: {
          known: report.verdict.delta.known.map(findingOf),
          added: report.verdict.delta.added.map(({ finding, cause }) => ({
            finding: findingOf(finding),
            cause,
          })),
        },
      }),
      ...(report.verdict.suppressed && {
        suppressed: report.verdict.suppressed.map(({ finding, vex }) => ({
          finding: findingOf(finding),
          vex: pick(vex, ['file', 'id', 'author', 'status', 'justification', 'timestamp']),
        })),
      }),
      ...(report.verdict.accepted && {
        accepted: report.verdict.accepted.map(({ check, accept }) => ({
          check: pick(check, ['id', 'pass', 'evidence', 'paths']),
          accept: pick(accept, ['check', 'path', 'until', 'reason', 'owner', 'origin']),
        })),
      }),
      ...(report.verdict.graced && {
        graced: report.verdict.graced.map(({ finding, failsFrom }) => ({
          finding: findingOf(finding),
          failsFrom,
        })),
      }),
      warnings: report.verdict.warnings,
    },
    timings: report.timings,
    reports: report.reports,
    diagnostics: report.diagnostics.map((d) =>
      pick(d, ['code', 'severity', 'message', 'span', 'hint', 'detail']),
    ),
  };
}

function filesOf(files: FileLedger): FileLedger {
  return {
    total: files.total,
    attributed: files.attributed,
    bytes: pick(files.bytes, ['total', 'attributed']),
    owners: files.owners.map((one) => pick(one, ['kind', 'files', 'bytes'])),
    ...(files.holdings && {
      holdings: files.holdings.map((one) => pick(one, ['kind', 'name', 'layer', 'files', 'bytes'])),
    }),
    unattributed: files.unattributed.map((one) => pick(one, ['path', 'reason'])),
    runtimes: files.runtimes.map((one) => pick(one, ['name', 'version', 'path'])),
  };
}

function imageOf(image: Image): Image {
  return {
    name: image.name,
    digest: image.digest,
    configDigest: image.configDigest,
    layout: image.layout,
    size: pick(image.size, ['compressed', 'uncompressed']),
    layers: image.layers.map((l) => pick(l, ['digest', 'diffId', 'size', 'uncompressed', 'kind'])),
    platform: image.platform,
    base: pick(image.base, ['kind', 'ref', 'digest', 'endOfLife', 'signature']),
    ...(image.config && { config: pick(image.config, CONFIG) }),
  };
}

const CONFIG = ['user', 'entrypoint', 'cmd', 'workdir', 'ports'] as const;

const PACKAGE = [
  'name',
  'version',
  'class',
  'type',
  'purl',
  'path',
  'licences',
  'dependsOn',
] as const;

const FINDING = [
  'id',
  'aliases',
  'package',
  'version',
  'purl',
  'severity',
  'cvss',
  'kev',
  'epss',
  'fixedVersion',
  'fixDate',
  'title',
  'url',
  'type',
  'path',
  'layer',
  'scanner',
  'scanners',
] as const;

function findingOf(finding: RunReport['findings'][number]) {
  return pick(finding, FINDING);
}

/** The object with its keys in this order; keys it does not have stay away. */
function pick<T extends object, K extends keyof T>(value: T, keys: readonly K[]): Pick<T, K> {
  const entries = keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]);
  return Object.fromEntries(entries) as Pick<T, K>;
}
