import { fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import type { Policy } from '../plan/types.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { valueSpan } from '../spec/source-map.ts';
import { bytesOf, daysOf } from '../spec/units.ts';
import { readOpenVex } from '../statements/read-openvex.ts';
import type { ProjectFiles } from './types.ts';

/** The policy as the spec has it; what it does not say is left to the policy preset. */
export function resolvePolicy({ spec, source }: LoadedSpec, files: ProjectFiles): Result<Policy> {
  const { preset, vulnerabilities = {}, grace, ignore, size, packages } = spec.policy ?? {};
  const { kev, epss, cvss, accept, licenses, signedBase } = spec.policy ?? {};
  const { unfixed, ...limits } = vulnerabilities;
  const bytes = size === undefined ? undefined : bytesOf(size);
  const vex = (spec.policy?.vex ?? []).map((file, index) =>
    readOpenVex(files.read(file), { file, origin: valueSpan(source, ['policy', 'vex', index]) }),
  );
  const bad = vex.flatMap((one) => (one.ok ? [] : one.diagnostics));
  if (bad.length > 0) return fail(...bad);
  return ok({
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
      accept: accept.map(({ check, path, package: name, until, reason, owner }, index) => ({
        check,
        ...whereOf(path ?? name),
        until,
        reason,
        owner,
        origin: valueSpan(source, ['policy', 'accept', index, 'check']),
      })),
    }),
    ...(licenses && { licenses }),
    ...(bytes !== undefined && { size: bytes }),
    ...(vex.length > 0 && { vex: vex.flatMap((one) => (one.ok ? [one.value] : [])) }),
    ...(packages !== undefined && { packages }),
    ...(signedBase && { signedBase }),
  });
}

function daysBySeverity(grace: Record<string, string | undefined>): NonNullable<Policy['grace']> {
  const days = Object.entries(grace).map(([name, text]) => [name, daysOf(text ?? '')] as const);
  return Object.fromEntries(days.filter(([, count]) => count !== undefined));
}

function whereOf(path: string | undefined): { path?: string } {
  return path === undefined ? {} : { path };
}
