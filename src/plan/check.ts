import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.ts';
import { isBelow } from '../preset/artifacts.ts';
import type { ResolvedSpec } from '../preset/types.ts';
import { namesDenied } from './secrets.ts';

type Rule = (resolved: ResolvedSpec) => Diagnostic[];

/** All rules that a resolved spec has to keep; errors and warnings together. */
export function checkPlan(resolved: ResolvedSpec): Diagnostic[] {
  return RULES.flatMap((rule) => rule(resolved));
}

/** Folders that stages write by habit; a step's own working folder is one as well. */
const WRITTEN = ['/src', '/out', '/build'];

const artifactsComeFromStages: Rule = ({ artifacts, dependencies, build }) => {
  const steps = [...dependencies.steps, ...build.steps];
  const caches = steps.flatMap((step) => step.caches.map(({ path }) => path));
  const folders = [...new Set([...WRITTEN, ...steps.map(({ workdir }) => workdir)])];
  return artifacts.flatMap(({ from, origin }) => {
    const cache = caches.find((path) => isBelow(from, path));
    if (cache) {
      const message = `${from} lies in the cache ${cache}, which is not part of the stage`;
      const hint = 'let a step copy it to /out';
      return [error('plan/artifact-outside-stage', message, { span: origin, hint })];
    }
    if (from !== '/' && folders.some((folder) => folder !== '/' && isBelow(from, folder)))
      return [];
    const message = `${from} is of the toolchain, expected a path below ${folders.join(', ')}`;
    const hint = `let a step write it to /out and take it from there: from: /out/${nameOf(from)}`;
    return [error('plan/artifact-outside-stage', message, { span: origin, hint })];
  });
};

const artifactsDoNotCollide: Rule = ({ artifacts }) =>
  artifacts.flatMap(({ to, origin }, index) => {
    const other = artifacts.slice(0, index).find((one) => one.to === to);
    if (!other || to.endsWith('/')) return [];
    const message = `${to} is made from ${other.from} already, expected one artifact for each path`;
    return [
      error('spec/conflict', message, { span: origin, hint: 'give one of them another path' }),
    ];
  });

const entrypointShips: Rule = ({ artifacts, base, entrypoint, programs }) => {
  const [program = ''] = entrypoint.value;
  const span = entrypoint.origin;
  // On an image whose programs nobody knows, the runtime looks the name up in its PATH.
  if (programs === undefined && base.kind === 'image' && !program.includes('/')) return [];
  if (!program.startsWith('/')) {
    const message = `the program is ${JSON.stringify(program)}, expected its full path`;
    const known = [...(programs ?? []), ...artifacts.map(({ to }) => to)];
    const path = known.find((one) => nameOf(one) === nameOf(program)) ?? `/app/${nameOf(program)}`;
    return [error('plan/entrypoint-not-shipped', message, { span, hint: `write ${path}` })];
  }
  if (artifacts.some(({ to }) => isBelow(program, to))) return [];
  if (programs === undefined || programs.includes(program)) return [];
  const places = [...artifacts.map(({ to }) => to), ...programs];
  const what = base.kind === 'scratch' ? 'base: scratch' : 'the base';
  const message = `${program} is in no artifact and not in ${what}`;
  const hint = `start one of these: ${places.join(', ')}`;
  return [error('plan/entrypoint-not-shipped', message, { span, hint })];
};

/** 3.13 is met by 3.13 and by 3.13.2. */
const inputsFit: Rule = ({ requirements }) =>
  requirements.flatMap(({ of, input, wanted, actual, origin }) => {
    if (actual === wanted || actual.startsWith(`${wanted}.`)) return [];
    const message = `${input} is ${actual}, and ${of} needs ${wanted}`;
    const hint = `write with: {${input}: "${wanted}"}, or take another ${of.replace('the ', '')}`;
    return [error('plan/version-mismatch', message, { span: origin, hint })];
  });

const secretsStayOut: Rule = ({ build }) =>
  build.include
    .filter(({ value }) => namesDenied(value))
    .map(({ value, origin }) =>
      warning('plan/secret-in-source', `${value} may hold a secret, and build steps will see it`, {
        span: origin,
        hint: 'remove it from source.include unless a build step needs it',
      }),
    );

/** A step that copies its folder would copy the file as well, as those of the Node preset do. */
const secretsLieBesideArtifacts: Rule = ({ artifacts, dependencies, build }) => {
  const steps = [...dependencies.steps, ...build.steps];
  const shipped = [...new Set([...WRITTEN, ...artifacts.map(({ from }) => from)])];
  const found = new Map<string, Diagnostic>();
  for (const { to, origin } of steps.flatMap(({ secrets = [] }) => secrets)) {
    const folder = 'path' in to && shipped.find((one) => isBelow(to.path, one));
    if (!folder) continue;
    const message = `${to.path} lies in ${folder}, which build steps copy into the image`;
    const hint = `write to: /run/secrets/${nameOf(to.path)}, or the place in /tmp where its program looks: HOME is /tmp`;
    found.set(
      `${origin.line}:${origin.column}`,
      error('plan/secret-in-source', message, { span: origin, hint }),
    );
  }
  return [...found.values()];
};

const RULES: Rule[] = [
  artifactsComeFromStages,
  artifactsDoNotCollide,
  entrypointShips,
  inputsFit,
  secretsStayOut,
  secretsLieBesideArtifacts,
];

function nameOf(path: string): string {
  return path.split('/').filter(Boolean).at(-1) ?? '';
}
