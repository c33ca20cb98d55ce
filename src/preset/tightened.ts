import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { looserThan, type SpecPolicy } from '../spec/looser.ts';
import { type Path, valueSpan } from '../spec/source-map.ts';
import type { Preset } from './types.ts';

/** The policy that the preset fixes, with what the spec makes stricter; looser is an error. */
export function tightened(
  { spec, source }: LoadedSpec,
  { name, data }: Preset,
): Result<SpecPolicy | undefined> {
  const fixed = data.fixed?.policy;
  const own = spec.policy;
  if (!fixed || !own) return ok(fixed ?? own);
  const looser = looserThan(fixed, own, (key) => data.allow?.includes(`policy.${key}`) === true);
  if (looser.length > 0) {
    return fail(...looser.map((path) => refused(['policy', ...path], name, source)));
  }
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

function refused(path: Path, preset: string, source: LoadedSpec['source']): Diagnostic {
  const key = path.join('.');
  const message = `${key} is looser than the preset ${preset} allows`;
  const hint = `remove ${key}, or make it stricter than that of the preset`;
  return error('preset/not-allowed', message, { span: valueSpan(source, path), hint });
}
