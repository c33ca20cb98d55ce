import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import type { LoadedSpec } from '../spec/load.ts';
import type { Spec } from '../spec/schema.ts';
import { keySpan, type Path, valueSpan } from '../spec/source-map.ts';
import { tightened } from './tightened.ts';
import type { Preset } from './types.ts';

/** Keys that every project has to write. */
const OWN = ['version', 'language', 'name', 'entrypoint', 'policy', 'base'];

/**
 * The spec under the rules of an organisation's preset: with what that fixes, and without a key
 * that it does not leave to projects. A preset without such rules changes nothing.
 */
export function governed(loaded: LoadedSpec, preset: Preset): Result<LoadedSpec> {
  const { fixed = {}, allow } = preset.data;
  const { spec, source } = loaded;
  const policy = tightened(loaded, preset);
  const problems = [
    ...(allow ? notLeft(loaded, preset, allow) : []),
    ...otherBase(loaded, preset),
    ...otherLabels(loaded, preset),
    ...(policy.ok ? [] : policy.diagnostics),
  ];
  if (!policy.ok || problems.length > 0) return fail(...problems);
  const { base = spec.base, labels } = fixed;
  const governedSpec: Spec = {
    ...spec,
    ...(base && { base }),
    ...(labels && { runtime: { ...spec.runtime, labels: { ...spec.runtime?.labels, ...labels } } }),
    ...(policy.value && { policy: policy.value }),
  };
  return ok({ spec: governedSpec, source });
}

function notLeft({ spec, source }: LoadedSpec, { name }: Preset, allow: string[]): Diagnostic[] {
  return Object.keys(spec)
    .filter((key) => !OWN.includes(key) && !allow.includes(key))
    .map((key) => {
      const left = allow.length > 0 ? `, only ${allow.join(', ')}` : '';
      const message = `the preset ${name} does not leave ${key} to its projects${left}`;
      return refusal(message, keySpan(source, [key]), `remove ${key}, or ask who keeps ${name}`);
    });
}

function otherBase({ spec, source }: LoadedSpec, { name, data }: Preset): Diagnostic[] {
  const base = data.fixed?.base;
  if (!base || !spec.base || JSON.stringify(base) === JSON.stringify(spec.base)) return [];
  const message = `base is ${JSON.stringify(spec.base)}, and the preset ${name} fixes ${JSON.stringify(base)}`;
  return [refusal(message, valueSpan(source, ['base']), 'remove base')];
}

function otherLabels({ spec, source }: LoadedSpec, { name, data }: Preset): Diagnostic[] {
  const fixed = data.fixed?.labels ?? {};
  return Object.entries(spec.runtime?.labels ?? {})
    .filter(([label, value]) => Object.hasOwn(fixed, label) && fixed[label] !== value)
    .map(([label]) => {
      const path: Path = ['runtime', 'labels', label];
      const message = `the label ${label} is fixed by the preset ${name}`;
      return refusal(message, valueSpan(source, path), `remove ${label}`);
    });
}

function refusal(message: string, span: Diagnostic['span'], hint: string): Diagnostic {
  return error('preset/not-allowed', message, { ...(span && { span }), hint });
}
