import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import type { LoadedSpec } from '../spec/load.ts';
import type { Spec } from '../spec/schema.ts';
import { type Path, valueSpan } from '../spec/source-map.ts';
import { bytesOf, daysOf } from '../spec/units.ts';
import type { Preset } from './types.ts';

type Policy = NonNullable<Spec['policy']>;

const STRICTEST_FIRST = ['strict', 'balanced', 'audit'] as const;
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

/** The policy that the preset fixes, with what the spec makes stricter; looser is an error. */
export function tightened(
  { spec, source }: LoadedSpec,
  { name, data }: Preset,
): Result<Policy | undefined> {
  const fixed = data.fixed?.policy;
  const own = spec.policy;
  if (!fixed || !own) return ok(fixed ?? own);
  const looser = [
    ...looserPreset(fixed, own),
    ...SEVERITIES.filter((one) =>
      more(own.vulnerabilities?.[one], fixed.vulnerabilities?.[one]),
    ).map((one): Path => ['policy', 'vulnerabilities', one]),
    ...(own.vulnerabilities?.unfixed === 'ignore' && fixed.vulnerabilities?.unfixed !== 'ignore'
      ? [['policy', 'vulnerabilities', 'unfixed']]
      : []),
    ...(fixed.size && more(sizeOf(own), sizeOf(fixed)) ? [['policy', 'size']] : []),
    ...(fixed.packages !== undefined && more(own.packages, fixed.packages)
      ? [['policy', 'packages']]
      : []),
    ...(own.kev === false && fixed.kev !== false ? [['policy', 'kev']] : []),
    ...(['epss', 'cvss'] as const)
      .filter((key) => fixed[key] !== undefined && more(own[key], fixed[key]))
      .map((key): Path => ['policy', key]),
    ...SEVERITIES.filter((one) => more(graceOf(own, one), graceOf(fixed, one))).map(
      (one): Path => ['policy', 'grace', one],
    ),
    ...(fixed.licenses && (own.licenses?.allow || own.licenses?.unknown)
      ? [['policy', 'licenses']]
      : []),
    ...(['ignore', 'accept', 'vex'] as const)
      .filter((key) => own[key] && !data.allow?.includes(`policy.${key}`))
      .map((key): Path => ['policy', key]),
  ];
  if (looser.length > 0) return fail(...looser.map((path) => refused(path, name, source)));
  return ok({
    ...fixed,
    ...own,
    vulnerabilities: { ...fixed.vulnerabilities, ...own.vulnerabilities },
    ...((fixed.grace || own.grace) && { grace: { ...fixed.grace, ...own.grace } }),
    ignore: [...(fixed.ignore ?? []), ...(own.ignore ?? [])],
    ...((fixed.vex || own.vex) && { vex: [...(fixed.vex ?? []), ...(own.vex ?? [])] }),
    ...(fixed.licenses && {
      licenses: {
        ...fixed.licenses,
        deny: [...(fixed.licenses.deny ?? []), ...(own.licenses?.deny ?? [])],
      },
    }),
    ...((fixed.accept || own.accept) && {
      accept: [...(fixed.accept ?? []), ...(own.accept ?? [])],
    }),
  });
}

function looserPreset(fixed: Policy, own: Policy): Path[] {
  const rank = ({ preset = 'balanced' }: Policy) => STRICTEST_FIRST.indexOf(preset);
  return own.preset && rank(own) > rank(fixed) ? [['policy', 'preset']] : [];
}

/** Where the preset has no number, its own rule counts: only none at all is surely no looser. */
function more(own: number | undefined, fixed: number | undefined): boolean {
  return own !== undefined && own > (fixed ?? 0);
}

function sizeOf({ size }: Policy): number | undefined {
  return size === undefined ? undefined : bytesOf(size);
}

function graceOf({ grace }: Policy, severity: (typeof SEVERITIES)[number]): number | undefined {
  const text = grace?.[severity];
  return text === undefined ? undefined : daysOf(text);
}

function refused(path: Path, preset: string, source: LoadedSpec['source']): Diagnostic {
  const key = path.join('.');
  const message = `${key} is looser than the preset ${preset} allows`;
  const hint = `remove ${key}, or make it stricter than that of the preset`;
  return error('preset/not-allowed', message, { span: valueSpan(source, path), hint });
}
