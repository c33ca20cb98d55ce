import type { Spec } from './schema.ts';
import type { Path } from './source-map.ts';
import { bytesOf, daysOf } from './units.ts';

export type SpecPolicy = NonNullable<Spec['policy']>;

const STRICTEST_FIRST = ['strict', 'balanced', 'audit'] as const;
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const;
const EXCEPTIONS = ['ignore', 'accept', 'vex'] as const;

/**
 * Where a policy allows more than the one above it, as paths in the policy. Exceptions are looser
 * unless `mayExcept` says otherwise of them.
 */
export function looserThan(
  fixed: SpecPolicy,
  own: SpecPolicy,
  mayExcept: (key: (typeof EXCEPTIONS)[number]) => boolean,
): Path[] {
  return [
    ...looserPreset(fixed, own),
    ...SEVERITIES.filter((one) =>
      more(own.vulnerabilities?.[one], fixed.vulnerabilities?.[one]),
    ).map((one): Path => ['vulnerabilities', one]),
    ...(own.vulnerabilities?.unfixed === 'ignore' && fixed.vulnerabilities?.unfixed !== 'ignore'
      ? [['vulnerabilities', 'unfixed']]
      : []),
    ...(fixed.size && more(sizeOf(own), sizeOf(fixed)) ? [['size']] : []),
    ...(fixed.packages !== undefined && more(own.packages, fixed.packages) ? [['packages']] : []),
    ...(own.kev === false && fixed.kev !== false ? [['kev']] : []),
    ...(own.signedBase === false && fixed.signedBase ? [['signedBase']] : []),
    ...(['epss', 'cvss'] as const)
      .filter((key) => fixed[key] !== undefined && more(own[key], fixed[key]))
      .map((key): Path => [key]),
    ...SEVERITIES.filter((one) => more(graceOf(own, one), graceOf(fixed, one))).map(
      (one): Path => ['grace', one],
    ),
    ...(fixed.licenses && (own.licenses?.allow || own.licenses?.unknown) ? [['licenses']] : []),
    ...EXCEPTIONS.filter((key) => own[key] && !mayExcept(key)).map((key): Path => [key]),
  ];
}

function looserPreset(fixed: SpecPolicy, own: SpecPolicy): Path[] {
  const rank = ({ preset = 'balanced' }: SpecPolicy) => STRICTEST_FIRST.indexOf(preset);
  return own.preset && rank(own) > rank(fixed) ? [['preset']] : [];
}

/** Where nothing is fixed, the preset's own rule counts: only none at all is surely no looser. */
function more(own: number | undefined, fixed: number | undefined): boolean {
  return own !== undefined && own > (fixed ?? 0);
}

function sizeOf({ size }: SpecPolicy): number | undefined {
  return size === undefined ? undefined : bytesOf(size);
}

function graceOf({ grace }: SpecPolicy, severity: (typeof SEVERITIES)[number]): number | undefined {
  const text = grace?.[severity];
  return text === undefined ? undefined : daysOf(text);
}
