import type { Span } from '../diagnostics/diagnostic.ts';
import type { Finding } from '../scan/types.ts';
import { bullets } from './bullets.ts';
import type { RunReport } from './types.ts';
import { lowestFix } from './versions.ts';

type Locate = (finding: Finding) => Span | undefined;

/** The fix for everything that failed, one for each package, as literal as can be. */
export function adviceLines(report: RunReport, width: number, locate?: Locate): string[] {
  return bullets(adviceTexts(report, locate), width);
}

/** The same as they are: foreign names in them are not made visible yet. */
export function adviceTexts(report: RunReport, locate?: Locate): string[] {
  const { violations } = report.verdict;
  const failing = [
    ...new Set(violations.filter((v) => v.rule !== 'ignore-expired').flatMap((v) => v.findings)),
  ];
  const advice = [
    ...[...byPackage(failing).values()].map((findings) =>
      adviceFor(findings, report.image, locate),
    ),
    ...violations.flatMap(
      (violation) => OTHER.find(([rule]) => violation.rule.startsWith(rule))?.[1] ?? [],
    ),
    ...gapAdvice(report),
  ];
  return [...new Set(advice)];
}

const OTHER: [rule: string, advice: string][] = [
  [
    'ignore-expired',
    'fix what an expired ignore stood for, or renew its `until` with a new reason',
  ],
  ['accept-expired', 'fix what an expired entry of `accept` stood for, or renew its `until`'],
  ['size', 'leave out artifacts or base packages that are not needed, or raise policy.size'],
  ['packages', 'leave out packages that are not needed, or raise policy.packages'],
  [
    'checks.entrypoint-exists',
    'correct `entrypoint` in the spec, or bring what it names into the image: artifacts, source.include',
  ],
  [
    'checks.',
    'mend what the failed check names, as docs/checks.md says, or accept it in policy.accept',
  ],
];

function gapAdvice({ coverage }: RunReport): string[] {
  if (coverage.gaps.length === 0) return [];
  return [coverage.packages.missing.length > 0 ? MISSING : OTHER_GAP];
}

const MISSING =
  'make the missing packages visible: keep the package database, the .dist-info folders and the ' +
  'Go build info in the image';
const OTHER_GAP = 'close every gap above; docs/diagnostics/scan-blind.md says how';

/** Of one package at one version each. */
export function byPackage(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = [finding.type, finding.package, finding.version].join('\0');
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return groups;
}

/** What to do about the findings of one package. */
export function adviceFor(
  findings: readonly Finding[],
  image: { base: Pick<RunReport['image']['base'], 'kind' | 'ref'> },
  locate?: Locate,
): string {
  const [finding] = findings as readonly [Finding];
  const { package: name, version, type } = finding;
  const ids = [...new Set(findings.map((f) => f.id))];
  const fixes = findings.flatMap((f) => f.fixedVersion ?? []);
  const fix = lowestFix(version, fixes);
  const why = `(${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ` and ${ids.length - 3} more` : ''})`;
  if (!fix) {
    return `${name} ${version} has no fix yet ${why}: do without it, or accept it in policy.ignore`;
  }
  const span = locate?.(finding);
  const place = span && `${span.file}:${span.line}`;
  const rest = fixes.length < findings.length ? '; the other findings have no fix yet' : '';
  return `${fixText(type, name, version, fix, place, image.base)} ${why}${rest}`;
}

function fixText(
  type: string,
  name: string,
  version: string,
  fix: string,
  place: string | undefined,
  base: Pick<RunReport['image']['base'], 'kind' | 'ref'>,
): string {
  if (GO.has(type) && name === 'stdlib') {
    const to = `Go ${fix.replace(/^v/, '')} or later`;
    return `build with ${to} instead of ${version.replace(/^v/, '')}: set it in ${place ?? 'go.mod'} or in the spec`;
  }
  if (type === 'binary') return `replace the program ${name} ${version} by ${fix} or later`;
  const file = APP_FILES.find(([types]) => types.has(type))?.[1];
  if (file) {
    const to = GO.has(type) && !fix.startsWith('v') ? `v${fix}` : fix;
    const [, locker] = LOCKERS.find(([lock]) => lock.test(place ?? '')) ?? [];
    const how = locker ? `, with: ${locker} ${name}` : '';
    return `upgrade ${name} from ${version} to ${to} in ${place ?? file}${how}`;
  }
  const newer = OS_FIX[base.kind] ?? `use a newer ${base.ref || base.kind}`;
  return `update ${name} from ${version} to ${fix}: ${newer}`;
}

const GO = new Set(['gobinary', 'gomod']);
const PYTHON = new Set(['python-pkg', 'pip', 'pipenv', 'poetry', 'uv']);
const NODE = new Set(['node-pkg', 'npm', 'yarn', 'pnpm']);

/** The file in which a project of the ecosystem asks for its packages. */
const APP_FILES: [types: Set<string>, file: string][] = [
  [GO, 'go.mod'],
  [PYTHON, 'requirements.txt'],
  [NODE, 'package.json'],
  [new Set(['rustbinary', 'cargo']), 'Cargo.toml'],
  [new Set(['jar', 'pom', 'gradle']), 'the build file'],
];

/** A lock is not changed by hand. */
const LOCKERS: [lock: RegExp, command: string][] = [
  [/\buv\.lock:/, 'uv lock --upgrade-package'],
  [/\bpoetry\.lock:/, 'poetry update --lock'],
  [/\bpackage-lock\.json:/, 'npm update'],
  [/\bpnpm-lock\.yaml:/, 'pnpm update'],
  [/\bCargo\.lock:/, 'cargo update -p'],
];

const OS_FIX: Record<string, string> = {
  debian: 'build again, the base then takes the newest Debian packages',
};
