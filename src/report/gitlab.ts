import type { Severity } from '../plan/types.ts';
import type { Finding } from '../scan/types.ts';
import { uuidOf } from '../statements/uuid.ts';
import type { ReportInput } from './input.ts';
import { code, prose } from './markdown/escape.ts';
import { bySeverity } from './severity.ts';
import { keyOf, standings } from './standing.ts';
import type { RunReport } from './types.ts';
import { visible, visibleJson } from './visible.ts';
import { webAddress } from './web-address.ts';
import { count } from './words.ts';

/** Of GitLab's security reports: old enough for all that are in use, with all that is needed here. */
const SCHEMA = '15.0.7';

/**
 * The findings as GitLab's container scanning report. What the policy ignores is not in it, and a
 * message says how many that are: GitLab knows no reason of others for leaving something out.
 */
export function renderGitlab(input: ReportInput): string {
  const { report, harden, locate } = input;
  const standingOf = standings(report.verdict);
  const counted = report.findings.filter((finding) => standingOf(finding).kind !== 'ignored');
  const document = {
    version: SCHEMA,
    scan: scanOf(report, harden, report.findings.length - counted.length),
    vulnerabilities: bySeverity(counted, (finding) => finding).map((finding) => {
      const place = locate?.(finding);
      return vulnerability(finding, report, place && `${place.file}:${place.line}`);
    }),
  };
  return `${visibleJson(JSON.stringify(document))}\n`;
}

function scanOf(report: RunReport, harden: string, ignored: number) {
  const { coverage, times, scanners, verdict } = report;
  const vendor = { name: 'harden' };
  const names = scanners.map(({ name, version }) => visible(`${name} ${version}`)).join(', ');
  const started = times?.started ?? scanners[0]?.database.updatedAt;
  return {
    analyzer: { id: 'harden', name: 'harden', version: harden, vendor },
    scanner: {
      id: 'harden',
      name: `harden with ${names || 'no scanner'}`,
      version: harden,
      vendor,
    },
    type: 'container_scanning',
    status: coverage.gaps.length === 0 ? 'success' : 'failure',
    start_time: timeOf(started),
    end_time: timeOf(times?.finished ?? started),
    messages: [
      ...coverage.gaps.map((gap) => message('fatal', `the scan proves nothing: ${gap}`)),
      ...verdict.warnings.map((text) => message('warn', text)),
      ...(ignored > 0
        ? [
            message(
              'info',
              `${count(ignored, 'finding')} ignored by the policy, not in this report`,
            ),
          ]
        : []),
    ],
  };
}

function message(level: 'info' | 'warn' | 'fatal', text: string) {
  return { level, value: visible(text) };
}

/** UTC without a sign for it, which is how GitLab writes it. */
function timeOf(text = ''): string {
  const time = new Date(text);
  return (Number.isNaN(time.getTime()) ? new Date(0) : time).toISOString().slice(0, 19);
}

function vulnerability(finding: Finding, report: RunReport, place: string | undefined) {
  const { id, package: name, version, title, severity, url, path, aliases } = finding;
  const { image, coverage } = report;
  const address = webAddress(url);
  const where = path ? `, in ${code(`/${path.replace(/^\/+/, '')}`)}` : '';
  return {
    id: uuidOf([image.name, keyOf(finding)].join('\0')),
    name: cut(visible(title ?? `${id} in ${name}`), 255),
    // GitLab reads this as Markdown, and the others as they are.
    description: `${prose(title ?? id)}: ${code(name)} ${prose(version)}${where}.`,
    severity: SEVERITY[severity],
    solution: solutionOf(finding, place),
    identifiers: [...new Set([id, ...aliases])].slice(0, MOST_IDENTIFIERS).map((one) => ({
      type: typeOf(one),
      name: visible(one),
      value: visible(one),
      ...(one === id && address && { url: address }),
    })),
    ...(address && { links: [{ url: address }] }),
    location: {
      dependency: { package: { name: visible(name) }, version: visible(version) },
      operating_system: visible(
        coverage.os ? `${coverage.os.family}:${coverage.os.version}` : 'unknown',
      ),
      // GitLab tracks findings by what stands before the last colon, which stays the same.
      image: visible(`${image.name.replace(/:[^:/]*$/, '')}@${image.digest}`),
    },
  };
}

const MOST_IDENTIFIERS = 20;

const SEVERITY: Record<Severity, string> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  unknown: 'Unknown',
};

function solutionOf({ package: name, version, fixedVersion }: Finding, place?: string): string {
  if (!fixedVersion) return 'There is no fix yet.';
  const where = place ? ` in ${place}` : '';
  return cut(visible(`Upgrade ${name} from ${version} to ${fixedVersion}${where}.`), 7000);
}

/** `cve`, `ghsa`, `go`: the word before the first dash. */
function typeOf(id: string): string {
  return /^[a-z]+(?=-)/i.exec(id)?.[0].toLowerCase() ?? 'advisory';
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/\p{Cs}/gu, '')}…`;
}
