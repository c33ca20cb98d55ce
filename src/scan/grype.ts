import type { z } from 'zod';
import { error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { parseJson } from '../parse-json.ts';
import type { Severity } from '../plan/types.ts';
import {
  type GrypeComponent,
  type GrypeMatch,
  type GrypePackages,
  type GrypeReport,
  grypePackages,
  grypeReport,
  grypeSources,
} from './grype-schema.ts';
import { grypeName, grypeType, grypeVersion } from './grype-words.ts';
import { byFinding, byPackage, earliestDay, worstOf } from './order.ts';
import type { Finding, ScanReport, SeenPackage, SourceReport } from './types.ts';

/**
 * Reads what one run of Grype wrote with `-o json` and `-o cyclonedx-json`. Anything but complete
 * reports of one image gives `scan/bad-output`, never an empty list of findings.
 */
export function parseGrype(json: string, packages: string): Result<ScanReport> {
  const report = read(grypeReport, json, 'report');
  if (!report.ok) return report;
  const list = read(grypePackages, packages, 'list of packages');
  if (!list.ok) return list;
  const { manifestDigest } = report.value.source.target;
  const listed = list.value.metadata.component.version;
  if (listed !== manifestDigest) {
    return bad(
      `Grype's list of packages is of the image ${listed}, its report of ${manifestDigest}`,
    );
  }
  return ok(reportOf(report.value, list.value));
}

/** Reads what Grype wrote of lock files or of a bill of materials, by the same rule. */
export function parseGrypeSources(json: string, packages: string): Result<SourceReport> {
  const report = read(grypeSources, json, 'report');
  if (!report.ok) return report;
  const list = read(grypePackages, packages, 'list of packages');
  return list.ok ? ok(contentsOf(report.value, list.value, report.value.distro?.name)) : list;
}

function read<T>(schema: z.ZodType<T>, json: string, what: string): Result<T> {
  if (json.trim() === '') return bad(`Grype wrote an empty ${what}`);
  let value: unknown;
  try {
    value = parseJson(json);
  } catch {
    return bad(`the ${json.length} characters of Grype's ${what} are not complete JSON`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') || 'its top level';
  return bad(`the ${what} is not one of Grype 0.118 at ${where}: ${issue?.message}`);
}

function bad(message: string) {
  return fail(
    error('scan/bad-output', message, {
      hint: 'run the build again; if it stays, read the scanner log and check its version',
    }),
  );
}

function reportOf(report: GrypeReport, list: GrypePackages): ScanReport {
  const { descriptor, distro, source, alertsByPackage } = report;
  const alerts = alertsByPackage.flatMap((one) => one.alerts);
  const family = distro?.name ?? '';
  return {
    ...contentsOf(report, list, family),
    image: {
      configDigest: source.target.imageID,
      diffIds: source.target.layers.map(({ digest }) => digest),
    },
    databaseBuilt: descriptor.db.status.valid ? descriptor.db.status.built : 'not valid',
    ...(distro?.name && {
      os: {
        family,
        version: distro.version,
        endOfLife: alerts.some(({ type }) => type === 'distro-eol'),
      },
    }),
  };
}

function contentsOf(
  { descriptor, matches }: Pick<GrypeReport, 'descriptor' | 'matches'>,
  list: GrypePackages,
  family = '',
): SourceReport {
  return {
    scanner: { name: 'grype', version: descriptor.version },
    packages: packagesOf(list, family).sort(byPackage),
    findings: onceEach(matches.map((one) => findingOf(one, family))).sort(byFinding),
  };
}

function packagesOf({ components, dependencies }: GrypePackages, family: string): SeenPackage[] {
  const purls = new Map(components.map((one) => [one['bom-ref'], one.purl]));
  const needs = new Map(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  return components.flatMap((one) => {
    const needed = needs.get(one['bom-ref']) ?? [];
    const dependsOn = needed.flatMap((ref) => purls.get(ref) || []);
    return packageOf(one, family).map((found) => ({
      ...found,
      ...(dependsOn.length > 0 && { dependsOn }),
    }));
  });
}

function packageOf(component: GrypeComponent, family: string): SeenPackage[] {
  const property = (name: string) => component.properties.find((one) => one.name === name)?.value;
  const kind = property('syft:package:type');
  if (!kind) return [];
  const { class: of, type } = grypeType(kind, family);
  const path = property('syft:location:0:path');
  const licences = component.licenses.flatMap(
    ({ license, expression }) => license?.id ?? license?.name ?? expression ?? [],
  );
  return [
    {
      name: grypeName(component.name, kind, component.purl),
      version: grypeVersion(component.version, kind),
      class: of,
      type,
      ...(component.purl && { purl: component.purl }),
      ...(path && of === 'app' && { path: path.slice(1) }),
      ...(licences.length > 0 && { licences }),
      // For others it is a guess from the name, and says less than the purl.
      ...(kind === 'binary' && component.cpe && { cpe: component.cpe }),
    },
  ];
}

function findingOf(match: GrypeMatch, family: string): Finding {
  const { vulnerability, artifact } = match;
  const { class: of, type } = grypeType(artifact.type, family);
  const records = [vulnerability, ...(match.relatedVulnerabilities ?? [])];
  const ids = records.map(({ id }) => id);
  const id = ids.find((one) => one.startsWith('CVE-')) ?? vulnerability.id;
  const cvss = records
    .flatMap((record) => record.cvss ?? [])
    .filter(({ version }) => version.startsWith('3'))
    .map(({ metrics }) => metrics.baseScore);
  const fixed = vulnerability.fix.versions ?? [];
  const fixDate = earliestDay((vulnerability.fix.available ?? []).map(({ date }) => date));
  const place =
    artifact.locations.find(({ annotations }) => annotations['evidence'] === 'primary') ??
    artifact.locations[0];
  return {
    id,
    aliases: [...new Set(ids)].filter((one) => one !== id).sort(),
    package: grypeName(artifact.name, artifact.type, artifact.purl),
    version: grypeVersion(artifact.version, artifact.type),
    ...(artifact.purl && { purl: artifact.purl }),
    severity: SEVERITIES[vulnerability.severity.toLowerCase()] ?? 'unknown',
    ...(cvss.length > 0 && { cvss: Math.max(...cvss) }),
    ...exploitsOf(records),
    ...(fixed.length > 0 && { fixedVersion: fixed.join(', ') }),
    ...(fixed.length > 0 && fixDate && { fixDate }),
    ...(vulnerability.description && { title: vulnerability.description }),
    ...(vulnerability.dataSource && { url: vulnerability.dataSource }),
    type,
    ...(place && of === 'app' && { path: place.path.slice(1) }),
    ...(place?.layerID && { layer: place.layerID }),
    scanner: 'grype',
  };
}

/** Of the advisory itself and of the others that it is known as. */
function exploitsOf(
  records: readonly Pick<GrypeMatch['vulnerability'], 'knownExploited' | 'epss'>[],
) {
  const epss = records.flatMap((record) => (record.epss ?? []).map((one) => one.epss));
  return {
    ...(records.some((record) => record.knownExploited?.length) && { kev: true as const }),
    ...(epss.length > 0 && { epss: Math.max(...epss) }),
  };
}

const SEVERITIES: Record<string, Severity> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  negligible: 'low',
};

/** Two records of one vulnerability, such as GitHub's and that of Go, are one finding. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const known = new Map<string, Finding>();
  for (const finding of [...findings].sort(byFinding)) {
    const { id, package: name, version, type, path } = finding;
    const key = [id, name, version, type, path].join('\0');
    const first = known.get(key);
    const aliases = [...new Set([...(first?.aliases ?? []), ...finding.aliases])].sort();
    known.set(key, { ...finding, ...first, aliases, ...worstOf([first ?? finding, finding]) });
  }
  return [...known.values()];
}
