import type { BaseFamily } from '../base/schema.ts';
import { fail, ok, type Result, type Span } from '../diagnostics/diagnostic.ts';
import type { Base, Reasons, Toolchain } from '../plan/types.ts';
import { IMAGE_FAMILIES } from '../spec/base-schema.ts';
import type { Spec } from '../spec/schema.ts';
import { keySpan, valueSpan } from '../spec/source-map.ts';
import { conflictingPackages, lacking, refusedTag } from './base-problems.ts';
import { debianBase } from './debian-base.ts';
import { imageBase } from './image-base.ts';
import { needsOf } from './needs.ts';
import type { PresetData } from './schema.ts';
import type { Setting } from './types.ts';

/** The base with what is known of it. */
export interface ChosenBase {
  base: Base;
  /** Programs that it has for certain. */
  known: readonly string[];
  /** All its programs; undefined where nobody can know. */
  programs: string[] | undefined;
  requires: Record<string, string>;
  /** The base's own user. */
  user?: string;
  reasons: Omit<Reasons, 'user'>;
}

/** What a base is chosen with. */
export interface BaseRequest {
  setting: Setting;
  toolchain: Toolchain;
  families: readonly BaseFamily[];
  /** The line that asks for it. */
  origin: Span;
  /** Why this family, when the spec does not name it. */
  why: string;
}

/**
 * The families that a spec's base may mean; all of them where a reference may be of any. A spec
 * without a base has that of the preset.
 */
export function familiesOf(base: Spec['base'], { bases }: PresetData): readonly string[] {
  if (base === undefined || base === 'auto') return [bases?.default ?? 'debian'];
  if (typeof base === 'string') return [base];
  if (base.image !== undefined) return IMAGE_FAMILIES;
  return [IMAGE_FAMILIES.find((name) => base[name] !== undefined) ?? 'debian'];
}

/** What the artifacts are put on: the spec's word, and what the language needs of it. */
export function resolveBase(
  setting: Setting,
  toolchain: Toolchain,
  families: readonly BaseFamily[],
): Result<ChosenBase> {
  const { spec } = setting.loaded;
  const written = spec.base ?? setting.data.bases?.default;
  const origin = originOf(setting);
  const request = { setting, toolchain, families, origin, why: whyOf(setting, origin) };
  if (written === 'scratch') return scratchBase(request);
  if (typeof written === 'object' && written.image !== undefined) {
    return namedImage(written.image, request);
  }
  const [family] = families;
  if (family?.kind === 'image') return imageBase(family, request);
  return debianBase(request);
}

/** The line that asks for the base: of an organisation's preset, of the spec, or of its language. */
function originOf({ loaded, preset, data }: Setting): Span {
  if (data.fixed?.base) return valueSpan(preset.source, ['fixed', 'base']);
  const { spec, source } = loaded;
  return spec.base ? valueSpan(source, ['base']) : keySpan(source, ['language']);
}

function whyOf({ loaded, data, preset }: Setting, { file, line }: Span): string {
  const written = loaded.spec.base;
  const name = data.bases?.default;
  if (written === 'auto')
    return `${name ?? 'debian'}, until harden choose --write has found a better one`;
  if (written === undefined && name)
    return `${name}, as the spec names none and ${preset.name} has it`;
  if (written === undefined) return 'debian, as the spec names none: just what the language needs';
  return `named in ${file}:${line}`;
}

function scratchBase({ setting, origin, why, families, toolchain }: BaseRequest) {
  const base: Base = { kind: 'scratch', origin };
  const problems = [
    ...lacking('scratch', families[0], needsOf(setting, toolchain), origin, {
      instead: setting.data.bases?.default,
    }),
    ...conflictingPackages('scratch', setting),
  ];
  if (problems.length > 0) return fail(...problems);
  return ok({ base, known: [], programs: [], requires: {}, reasons: { base: why } });
}

/** Nothing is known of an image but its name; what does not fit shows when its files are read. */
function namedImage(ref: string, { setting, origin, why, families }: BaseRequest) {
  const problems = [
    ...refusedTag(ref, families, origin),
    ...conflictingPackages('an image', setting),
  ];
  if (problems.length > 0) return fail(...problems);
  const base: Base = { kind: 'image', ref, origin };
  return ok({ base, known: [], programs: undefined, requires: {}, reasons: { base: why } });
}
