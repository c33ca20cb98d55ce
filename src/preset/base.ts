import {
  type Diagnostic,
  error,
  fail,
  ok,
  type Result,
  type Span,
} from '../diagnostics/diagnostic.ts';
import type { Base } from '../plan/types.ts';
import { keySpan, valueSpan } from '../spec/source-map.ts';
import type { Preset, Setting } from './types.ts';

/** The base with what the preset knows of it. `programs` is undefined where nobody can know. */
export interface ChosenBase {
  base: Base;
  programs: string[] | undefined;
  requires: Record<string, string>;
}

const NEWEST = 'trixie';

/** What the artifacts are put on: the spec's word, and the packages the language needs on it. */
export function resolveBase(setting: Setting): Result<ChosenBase> {
  const { loaded, preset, data, variant } = setting;
  const { spec, source } = loaded;
  const written = spec.base ?? 'debian';
  const origin = spec.base ? valueSpan(source, ['base']) : keySpan(source, ['language']);
  if (written === 'scratch' || (typeof written === 'object' && written.image !== undefined)) {
    const base: Base =
      typeof written === 'object'
        ? { kind: 'image', ref: written.image ?? '', origin }
        : { kind: 'scratch', origin };
    return plainBase(base, setting);
  }
  const release = (typeof written === 'object' ? written.debian : undefined) ?? NEWEST;
  const known = data.bases.debian?.[release];
  if (!known) return fail(unsupported(`Debian ${release}`, origin, preset));
  const own = [
    ...((typeof written === 'object' ? written.packages : undefined) ?? []),
    ...(spec.runtime?.packages ?? []),
  ];
  const packages = sorted([...known.packages, ...(variant?.packages ?? []), ...own]);
  // What is named is wanted, whatever the preset leaves out.
  const drop = Object.entries(known.drop ?? {}).filter(([name]) => !packages.includes(name));
  return ok({
    base: {
      kind: 'debian',
      release,
      packages,
      drop: Object.fromEntries(drop.sort(byName)),
      links: Object.fromEntries(Object.entries(known.links ?? {}).sort(byName)),
      origin,
    },
    // A package that the spec names may bring any program.
    programs:
      own.length > 0 ? undefined : [...(known.programs ?? []), ...Object.keys(known.links ?? {})],
    requires: known.requires ?? {},
  });
}

function plainBase(
  base: Extract<Base, { kind: 'scratch' | 'image' }>,
  { loaded: { spec, source }, preset, data }: Setting,
): Result<ChosenBase> {
  const known = data.bases[base.kind];
  if (!known) return fail(unsupported(`base: ${base.kind}`, base.origin, preset));
  if (spec.runtime?.packages?.length) {
    const message = `runtime.packages needs a debian base, and base is ${base.kind === 'image' ? 'an image' : 'scratch'}`;
    const span = valueSpan(source, ['runtime', 'packages']);
    return fail(
      error('spec/conflict', message, {
        span,
        hint: 'write base: debian, or remove runtime.packages',
      }),
    );
  }
  const programs = base.kind === 'scratch' ? [] : undefined;
  return ok({ base, programs, requires: known.requires ?? {} });
}

function unsupported(what: string, span: Span, preset: Preset): Diagnostic {
  const { scratch, image, debian } = preset.data.bases;
  const known = [
    ...(debian ? Object.keys(debian).map((release) => `base: {debian: ${release}}`) : []),
    ...(image ? ['base: {image: …}'] : []),
    ...(scratch ? ['base: scratch'] : []),
  ];
  return error('spec/conflict', `the preset ${preset.name} cannot run on ${what}`, {
    span,
    hint: `use one of: ${known.join(', ')}`,
  });
}

function sorted(names: string[]): string[] {
  return [...new Set(names)].sort();
}

function byName([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
