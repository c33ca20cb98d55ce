import { fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { plainInputs } from '../preset/inputs.ts';
import type { ResolvedSpec } from '../preset/types.ts';
import { checkPlan } from './check.ts';
import { DENIED, namesDenied, secretFiles } from './secrets.ts';
import { BUNDLE, defaultEnv, settingsEnv } from './settings-env.ts';
import type {
  Base,
  BuildPlan,
  Healthcheck,
  ImageConfig,
  Settings,
  SmokeTest,
  Stage,
} from './types.ts';

/**
 * The build plan of a resolved spec, and what is wrong with it. Pure: the same spec and project
 * give the same bytes, whatever the machine, the folder and the day.
 */
export function plan(resolved: ResolvedSpec): Result<BuildPlan> {
  const found = checkPlan(resolved);
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return fail(...found);
  return ok(planOf(resolved), found);
}

function planOf(resolved: ResolvedSpec): BuildPlan {
  const { language, network, scan } = resolved;
  return {
    version: 1,
    name: resolved.name,
    language: { preset: language.preset, inputs: plainInputs(language.inputs) },
    platform: resolved.platform,
    ...(resolved.builds && { builds: resolved.builds }),
    toolchain: resolved.toolchain,
    stages: stagesOf(resolved),
    artifacts: resolved.artifacts,
    base: resolved.base,
    libraries: resolved.libraries,
    reasons: resolved.reasons,
    config: configOf(resolved),
    writable: resolved.writable,
    ...(resolved.memory !== undefined && { memory: resolved.memory }),
    ...(resolved.fixedUser !== undefined && { fixedUser: resolved.fixedUser }),
    ...(resolved.settings && { settings: resolved.settings }),
    ...(resolved.services.length > 0 && { services: resolved.services }),
    smoke: [...resolved.smoke, ...healthTest(resolved)],
    expect: resolved.expect,
    network,
    scan,
    policy: resolved.policy,
  };
}

/** Lock files have a stage of their own, so that fetching is done again only when they change. */
function stagesOf(resolved: ResolvedSpec): Stage[] {
  const { file, dependencies, build } = resolved;
  const include = build.include.map(({ value }) => value);
  const named = include.filter(namesDenied);
  const secrets = secretFiles([...dependencies.steps, ...build.steps]);
  const stages: Stage[] = [];
  if (dependencies.steps.length > 0) {
    stages.push({
      name: 'dependencies',
      files: {
        include: dependencies.files,
        exclude: [...dependencies.exclude, ...DENIED, ...secrets],
      },
      ...stubsOf(resolved),
      steps: dependencies.steps,
    });
  }
  stages.push({
    name: 'build',
    ...(build.ignoredBy && { ignoredBy: build.ignoredBy }),
    files: {
      include,
      // The last pattern that matches decides: what the spec names exactly comes back at the end.
      exclude: [
        ...build.exclude,
        file,
        'hardening.lock',
        ...DENIED,
        ...named.map((name) => `!${name}`),
        ...secrets,
      ],
    },
    steps: build.steps,
  });
  return stages;
}

/** Stubs of what the build sees; what it leaves out need not be there. */
function stubsOf({ dependencies, build }: ResolvedSpec): Pick<Stage, 'stubs'> {
  if (!dependencies.stubs) return {};
  const { files, text } = dependencies.stubs;
  return { stubs: { include: files, exclude: [...build.exclude, ...DENIED], text } };
}

function configOf(resolved: ResolvedSpec): ImageConfig {
  const { entrypoint, cmd, user, workdir, ports, labels, stopSignal } = resolved;
  const { settings = {} } = resolved;
  return {
    User: user.value,
    Entrypoint: entrypoint.value,
    Cmd: cmd,
    Env: Object.entries({
      ...baseEnv(resolved.base),
      ...defaultEnv(settings),
      ...resolved.env,
      ...settingsEnv(settings),
    })
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`),
    WorkingDir: workdir.value,
    ExposedPorts: [...new Set(ports)],
    Labels: Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(stopSignal && { StopSignal: stopSignal }),
    ...(settings.healthcheck && { Healthcheck: healthOf(settings.healthcheck) }),
  };
}

/** The check is run once, as Docker would; a program may take its time to come up. */
function healthTest({ settings: { healthcheck } = {} }: ResolvedSpec): SmokeTest[] {
  if (!healthcheck) return [];
  const { test, origin } = healthcheck;
  return [{ kind: 'health', run: test, timeout: 30, origin }];
}

const NANOSECONDS = 1e9;

function healthOf(check: NonNullable<Settings['healthcheck']>): Healthcheck {
  const { test, interval, timeout, startPeriod, retries } = check;
  return {
    Test: ['CMD', ...test],
    Interval: interval * NANOSECONDS,
    Timeout: timeout * NANOSECONDS,
    ...(startPeriod !== undefined && { StartPeriod: startPeriod * NANOSECONDS }),
    Retries: retries,
  };
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What an image from a registry brings with it and a base of packages does not. */
function baseEnv(base: Base): Record<string, string> {
  if (base.kind !== 'debian') return {};
  const certificates = base.packages.includes('ca-certificates');
  // OpenSSL looks for certificates in a folder that only the package openssl links.
  return { PATH, ...(certificates && { SSL_CERT_FILE: BUNDLE }) };
}
