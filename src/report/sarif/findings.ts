import type { Finding } from '../../scan/types.ts';
import type { ReportInput } from '../input.ts';
import { bySeverity } from '../severity.ts';
import { type Standing, standings } from '../standing.ts';
import { webAddress } from '../web-address.ts';
import { imageLocation, lineLocation, withPackage } from './location.ts';
import { securitySeverity } from './severity.ts';
import type { Issue, Level, Location, Rule } from './types.ts';
import { markdownText, messageText, plainText } from './words.ts';

/** Every finding of the scanners, the worst first. */
export function findingIssues(input: ReportInput): Issue[] {
  const { report } = input;
  const standingOf = standings(report.verdict);
  const sorted = bySeverity(report.findings, (finding) => finding);
  const rules = new Map<string, Rule>();
  for (const finding of sorted) {
    if (!rules.has(finding.id)) rules.set(finding.id, ruleOf(finding));
  }
  const added = report.verdict.delta !== undefined;
  return sorted.flatMap((finding) => {
    const rule = rules.get(finding.id);
    if (!rule) return [];
    const standing = standingOf(finding);
    const result = {
      level: levelOf(standing),
      message: { text: messageOf(finding, standing) },
      locations: [placeOf(finding, input)],
      ...(added && ({ baselineState: standing.kind === 'known' ? 'unchanged' : 'new' } as const)),
      suppressions: standing.kind === 'ignored' ? [suppression(standing.reason)] : [],
      properties: propertiesOf(finding, standing),
    };
    return [{ severity: finding.severity, rule, result, identity: identityOf(finding) }];
  });
}

export function suppression(reason: string) {
  return { kind: 'external', status: 'accepted', justification: plainText(reason) } as const;
}

function ruleOf(finding: Finding): Rule {
  const { id, aliases, title, url, severity, cvss, kev } = finding;
  const text = plainText(title ?? `Vulnerability ${id}`);
  const also = aliases.length > 0 ? ` Also known as ${aliases.join(', ')}.` : '';
  const help = plainText(`${title ?? id}.${also}`);
  const web = webAddress(url);
  return {
    id: plainText(id),
    name: 'VulnerablePackage',
    shortDescription: { text },
    fullDescription: { text: help },
    ...(web && { helpUri: web }),
    help: { text: help, markdown: markdownText(help) },
    defaultConfiguration: {
      level: severity === 'critical' || severity === 'high' ? 'error' : 'warning',
    },
    properties: {
      tags: ['security', 'vulnerability', severity, ...(kev ? ['known-exploited'] : [])],
      precision: 'very-high',
      'security-severity': securitySeverity(severity, cvss),
    },
  };
}

function levelOf({ kind }: Standing): Level {
  if (kind === 'fails') return 'error';
  return kind === 'graced' ? 'warning' : 'note';
}

function messageOf(finding: Finding, standing: Standing): string {
  const { id, package: name, version, fixedVersion, title, path, severity } = finding;
  const fix = fixedVersion ? `fixed in ${fixedVersion}` : 'no fix yet';
  const where = path ? `, in /${path.replace(/^\/+/, '')} of the image` : '';
  const why = {
    fails: standing.kind === 'fails' ? ` Fails ${standing.rules.join(', ')}.` : '',
    graced: standing.kind === 'graced' ? ` It ${standing.reason}.` : '',
    ignored: ' It is ignored.',
    known: ' It is in the baseline.',
    told: '',
  }[standing.kind];
  const about = title ? `: ${title}` : '';
  return messageText(`${name} ${version} has ${id} (${severity}, ${fix})${where}${about}.${why}`);
}

/** The line that asks for the package, else what it came with, else a place in the image. */
function placeOf(finding: Finding, { report, locate, base, app }: ReportInput): Location {
  const kind = report.image.layers.find(({ diffId }) => diffId === finding.layer)?.kind;
  const built = kind === 'app' || kind === 'dependencies';
  const span = locate?.(finding) ?? (built ? (app ?? base) : base);
  const place = span ? lineLocation(span) : imageLocation(finding.path ?? report.image.name);
  return withPackage(place, finding.purl ?? `${finding.package}@${finding.version}`);
}

function propertiesOf(finding: Finding, standing: Standing): Record<string, unknown> {
  const { package: name, version, fixedVersion, purl, severity, epss, kev, scanners } = finding;
  return {
    package: plainText(name),
    version: plainText(version),
    ...(fixedVersion && { fixedVersion: plainText(fixedVersion) }),
    ...(purl && { purl: plainText(purl) }),
    severity,
    ...(epss !== undefined && { epss }),
    ...(kev && { knownExploited: true }),
    scanners: scanners ?? [finding.scanner],
    standing: standing.kind,
  };
}

function identityOf({ id, purl, package: name, path = '' }: Finding): string[] {
  return [purl ? purl.replace(/[@?#].*$/, '') : name, id, path];
}
