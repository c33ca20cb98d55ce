import type { z } from 'zod';
import { error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { parseJson } from '../parse-json.ts';
import type { Severity } from '../plan/types.ts';
import { byFinding, byPackage } from './order.ts';
import {
  type TrivyPackage,
  type TrivyReport,
  type TrivyResult,
  trivyReport,
  trivySources,
} from './trivy-schema.ts';
import type { Finding, ScanReport, Secret, SeenPackage, SourceReport } from './types.ts';

/**
 * Reads what `trivy image --format json --list-all-pkgs --scanners vuln,secret` printed. Anything but a
 * complete report of an image gives `scan/bad-output`, never an empty list of findings.
 */
export function parseTrivy(json: string, log: string): Result<ScanReport> {
  const report = read(trivyReport, json);
  return report.ok ? ok(reportOf(report.value, log)) : report;
}

/** Reads what `trivy fs` or `trivy sbom` printed, by the same rule. */
export function parseTrivySources(json: string): Result<SourceReport> {
  const report = read(trivySources, json);
  return report.ok ? ok(contentsOf(report.value)) : report;
}

function read<T>(schema: z.ZodType<T>, json: string): Result<T> {
  if (json.trim() === '') return bad('the scanner printed nothing');
  let value: unknown;
  try {
    value = parseJson(json);
  } catch {
    return bad(`the scanner's ${json.length} characters of output are not complete JSON`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') || 'its top level';
  return bad(`the scanner's report is not one of Trivy 0.74 at ${where}: ${issue?.message}`);
}

function bad(message: string) {
  return fail(
    error('scan/bad-output', message, {
      hint: 'run the build again; if it stays, read the scanner log and check its version',
    }),
  );
}

/** What Trivy writes into its log alone, of a release that it has no advisories for. */
const UNKNOWN_RELEASE = 'This OS version is not on the EOL list';

function reportOf(report: TrivyReport, log: string): ScanReport {
  const { Metadata, Results } = report;
  return {
    ...contentsOf(report),
    image: { configDigest: Metadata.ImageID, diffIds: Metadata.DiffIDs },
    ...(Metadata.OS && {
      os: {
        family: Metadata.OS.Family,
        version: Metadata.OS.Name,
        endOfLife: Metadata.OS.EOSL,
        ...(log.includes(UNKNOWN_RELEASE) && { unknown: true as const }),
      },
    }),
    secrets: Results.flatMap(secretsOf),
  };
}

function contentsOf({ Trivy, Results }: Pick<TrivyReport, 'Trivy' | 'Results'>): SourceReport {
  return {
    scanner: { name: 'trivy', version: Trivy.Version },
    packages: Results.flatMap(packagesOf).sort(byPackage),
    findings: Results.flatMap(findingsOf).sort(byFinding),
  };
}

function packagesOf(result: TrivyResult): SeenPackage[] {
  const os = result.Class === 'os-pkgs';
  const purls = new Map(result.Packages.map((p) => [p.ID, p.Identifier?.PURL]));
  return result.Packages.map((p) => {
    const path = p.FilePath ?? (os ? undefined : result.Target);
    const dependsOn = (p.DependsOn ?? []).flatMap((id) => purls.get(id) ?? []);
    return {
      name: p.Name,
      version: os ? fullVersion(p) : p.Version,
      class: os ? 'os' : 'app',
      type: result.Type,
      ...(p.Identifier?.PURL && { purl: p.Identifier.PURL }),
      ...(path && { path }),
      ...(p.Licenses?.length && { licences: p.Licenses }),
      ...(dependsOn.length > 0 && { dependsOn }),
      ...(p.Repository?.Class === 'third-party' && { thirdParty: true as const }),
    };
  });
}

/** Trivy splits a distribution's version; dpkg and rpm write it as `epoch:version-release`. */
function fullVersion(p: TrivyPackage): string {
  const epoch = p.Epoch ? `${p.Epoch}:` : '';
  const release = p.Release ? `-${p.Release}` : '';
  return `${epoch}${p.Version}${release}`;
}

function findingsOf(result: TrivyResult): Finding[] {
  return result.Vulnerabilities.map((v) => {
    const cvss = highestScore(v.CVSS);
    const path = v.PkgPath ?? (result.Class === 'os-pkgs' ? undefined : result.Target);
    return {
      id: v.VulnerabilityID,
      aliases: v.VendorIDs,
      package: v.PkgName,
      version: v.InstalledVersion,
      ...(v.PkgIdentifier?.PURL && { purl: v.PkgIdentifier.PURL }),
      severity: severityOf(v.Severity),
      ...(cvss !== undefined && { cvss }),
      ...(v.FixedVersion && { fixedVersion: v.FixedVersion }),
      ...(v.Title && { title: v.Title }),
      ...(v.PrimaryURL && { url: v.PrimaryURL }),
      type: result.Type,
      ...(path && { path }),
      ...(v.Layer?.DiffID && { layer: v.Layer.DiffID }),
      scanner: 'trivy',
    };
  });
}

/** Those of the config have the image for a target, which is no path in it. */
function secretsOf({ Target, Secrets }: TrivyResult): Secret[] {
  return Secrets.map(({ Title, StartLine }) => ({
    ...(Target.startsWith('/') && { path: Target }),
    line: StartLine,
    title: Title,
  }));
}

const SEVERITIES: Record<string, Severity> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  LOW: 'low',
};

function severityOf(word: string): Severity {
  return SEVERITIES[word.toUpperCase()] ?? 'unknown';
}

function highestScore(scores: Record<string, { V3Score?: number | undefined }>) {
  const all = Object.values(scores).flatMap((s) => s.V3Score ?? []);
  return all.length === 0 ? undefined : Math.max(...all);
}
