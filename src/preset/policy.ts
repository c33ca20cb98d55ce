import type { Policy } from '../plan/types.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { valueSpan } from '../spec/source-map.ts';
import { bytesOf, daysOf } from '../spec/units.ts';

/** The policy as the spec has it; what it does not say is left to the policy preset. */
export function resolvePolicy({ spec, source }: LoadedSpec): Policy {
  const { preset, vulnerabilities = {}, grace, ignore, size, packages } = spec.policy ?? {};
  const { kev, epss, cvss, accept } = spec.policy ?? {};
  const { unfixed, ...limits } = vulnerabilities;
  const bytes = size === undefined ? undefined : bytesOf(size);
  return {
    preset: preset ?? 'balanced',
    vulnerabilities: Object.fromEntries(
      Object.entries(limits).filter(([, most]) => most !== undefined),
    ),
    ...(unfixed && { unfixed }),
    ...(kev !== undefined && { kev }),
    ...(epss !== undefined && { epss }),
    ...(cvss !== undefined && { cvss }),
    ...(grace && { grace: daysBySeverity(grace) }),
    ignore: (ignore ?? []).map(({ id, package: name, until, reason, owner }, index) => ({
      id,
      ...(name !== undefined && { package: name }),
      until,
      reason,
      owner,
      origin: valueSpan(source, ['policy', 'ignore', index, 'id']),
    })),
    ...(accept && {
      accept: accept.map(({ check, path, until, reason, owner }, index) => ({
        check,
        ...(path !== undefined && { path }),
        until,
        reason,
        owner,
        origin: valueSpan(source, ['policy', 'accept', index, 'check']),
      })),
    }),
    ...(bytes !== undefined && { size: bytes }),
    ...(packages !== undefined && { packages }),
  };
}

function daysBySeverity(grace: Record<string, string | undefined>): NonNullable<Policy['grace']> {
  const days = Object.entries(grace).map(([name, text]) => [name, daysOf(text ?? '')] as const);
  return Object.fromEntries(days.filter(([, count]) => count !== undefined));
}
