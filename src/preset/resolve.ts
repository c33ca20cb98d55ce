import { fail, ok, type Result, type Span } from '../diagnostics/diagnostic.ts';
import { DEFAULT_SCANNERS, MAX_DATABASE_AGE } from '../plan/scanners.ts';
import type { Platform } from '../plan/types.ts';
import { REPOSITORY } from '../spec/grammar.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { valueSpan } from '../spec/source-map.ts';
import { bytesOf, hoursOf } from '../spec/units.ts';
import { badPaths, resolveArtifacts, resolveExpectations } from './artifacts.ts';
import { resolveBase } from './base.ts';
import { plainInputs, resolveInputs } from './inputs.ts';
import { interpolate, platformWords } from './interpolate.ts';
import { resolvePolicy } from './policy.ts';
import { outOfRange } from './ranges.ts';
import { resolveRuntime, userReason } from './runtime.ts';
import { resolveServices } from './services.ts';
import { resolveSettings } from './settings.ts';
import { resolveSmoke } from './smoke.ts';
import { dependencyFiles, missingFiles, resolveSource } from './source.ts';
import { resolveSteps } from './steps.ts';
import { resolveToolchain } from './toolchain.ts';
import type {
  Located,
  Preset,
  ProjectFiles,
  Requirement,
  ResolveContext,
  ResolvedSpec,
  Setting,
} from './types.ts';
import { applies } from './when.ts';

/**
 * Spec, preset and project files to one value with every field: inputs first, then everything that
 * is made from them. Fields of the spec replace those of the preset; lists of packages add up.
 */
export function resolveSpec(
  loaded: LoadedSpec,
  preset: Preset,
  files: ProjectFiles,
  context: ResolveContext,
): Result<ResolvedSpec> {
  const inputs = resolveInputs(loaded, preset, files);
  if (!inputs.ok) return inputs;
  const setting = settingOf(loaded, preset, inputs.value, context.platform);
  const toolchain = resolveToolchain(setting);
  const base = toolchain.ok
    ? resolveBase(setting, toolchain.value.toolchain, context.families)
    : toolchain;
  const artifacts = resolveArtifacts(setting);
  const problems = [
    ...(base.ok ? [] : base.diagnostics),
    ...badPaths(artifacts),
    ...missingFiles(setting, files),
    ...outOfRange(inputs.value, preset, files),
  ];
  if (!toolchain.ok || !base.ok || problems.length > 0) return fail(...problems);
  const smoke = resolveSmoke(loaded, base.value.known);
  if (!smoke.ok) return smoke;
  const { spec } = loaded;
  const steps = resolveSteps(setting);
  const runtime = resolveRuntime(setting, base.value);
  const settings = resolveSettings(loaded, base.value.base, files);
  if (!settings.ok) return settings;
  const policy = resolvePolicy(loaded, files);
  if (!policy.ok) return policy;
  return ok({
    file: loaded.source.file,
    name: spec.name ?? nameOf(context.folderName),
    language: { preset: preset.name, inputs: inputs.value },
    platform: context.platform,
    ...buildsOf(setting),
    toolchain: toolchain.value.toolchain,
    dependencies: { ...dependencyFiles(setting), steps: steps.dependencies },
    build: { ...resolveSource(setting, files), steps: steps.build },
    artifacts,
    base: base.value.base,
    libraries: spec.runtime?.libraries ?? 'none',
    reasons: { ...base.value.reasons, user: userReason(setting, base.value) },
    programs: base.value.programs,
    requirements: [
      ...requirementsOf('the base', base.value.requires, base.value.base.origin, setting),
      ...requirementsOf(
        'the toolchain',
        toolchain.value.requires,
        toolchain.value.toolchain.origin,
        setting,
      ),
    ],
    ...runtime,
    writable: writableOf(loaded),
    ...(spec.runtime?.fixedUser !== undefined && { fixedUser: spec.runtime.fixedUser }),
    ...memoryOf(spec.runtime?.memory),
    ...(Object.keys(settings.value).length > 0 && { settings: settings.value }),
    services: resolveServices(loaded),
    smoke: smoke.value,
    expect: resolveExpectations(setting, artifacts, runtime.entrypoint.value),
    network: networkOf(spec),
    scan: {
      scanners: [...new Set(spec.scan?.scanners ?? DEFAULT_SCANNERS)],
      maxDatabaseAge: maxAgeOf(spec),
      ...(spec.scan?.timeout && { timeout: spec.scan.timeout }),
      ...(spec.scan?.lockFiles && { lockFiles: spec.scan.lockFiles }),
    },
    debian: spec.debian?.mirror ? { mirror: spec.debian.mirror } : {},
    policy: policy.value,
  });
}

function settingOf(
  loaded: LoadedSpec,
  preset: Preset,
  inputs: Record<string, Located<string>>,
  platform: Platform,
): Setting {
  const plain = plainInputs(inputs);
  const data = interpolate(preset.data, { ...plain, ...platformWords(platform) });
  const variant = data.variants?.find(({ when }) => applies(when, plain));
  return { loaded, preset, data, inputs, plain, variant };
}

/** Libraries that are copied out of a toolchain have to be for the platform of the image. */
function buildsOf({ data, variant, loaded }: Setting): Pick<ResolvedSpec, 'builds'> {
  const { libraries = 'none' } = loaded.spec.runtime ?? {};
  const builds = variant?.platforms ?? data.platforms ?? 'native';
  return builds === 'native' || libraries !== 'none' ? {} : { builds };
}

function requirementsOf(
  of: string,
  requires: Record<string, string>,
  asked: Span,
  { inputs, preset }: Setting,
): Requirement[] {
  return Object.entries(requires).flatMap(([input, wanted]) => {
    const found = inputs[input];
    if (!found) return [];
    // A default is nobody's mistake: then the line that asks for the base is to be changed.
    const origin = found.origin.file === preset.file ? asked : found.origin;
    return [{ of, input, wanted, actual: found.value, origin }];
  });
}

function memoryOf(text: string | undefined): Pick<ResolvedSpec, 'memory'> {
  const memory = text === undefined ? undefined : bytesOf(text);
  return memory === undefined ? {} : { memory };
}

function writableOf({ spec, source }: LoadedSpec): ResolvedSpec['writable'] {
  return (spec.runtime?.writable ?? []).map((path, index) => ({
    path,
    origin: valueSpan(source, ['runtime', 'writable', index]),
  }));
}

function networkOf({ network = {} }: LoadedSpec['spec']): ResolvedSpec['network'] {
  const { proxy, ca } = network;
  return { ...(proxy && { proxy }), ...(ca && { ca }) };
}

function maxAgeOf({ scan }: LoadedSpec['spec']): number {
  const age = scan?.maxDatabaseAge;
  if (age === undefined) return MAX_DATABASE_AGE;
  return typeof age === 'number' ? age : (hoursOf(age) ?? MAX_DATABASE_AGE);
}

/** A folder's name as the name of an image: what the grammar does not allow becomes a dash. */
function nameOf(folderName: string): string {
  const name = folderName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return REPOSITORY.test(name) ? name : 'app';
}
