import { count } from '../../report/words.ts';
import type { Ejection, Form } from '../types.ts';
import { isMountable } from './mounts.ts';
import { isFlagPattern, isFlagValue, isPlain } from './quoting.ts';

/** What the ejected files do not do, and what they cannot say, in a sentence each. */
export function unexpressed(ejection: Ejection, form: Form): string[] {
  return [...always(ejection), ...(form === 'dagger' ? [] : ofDockerfile(ejection))];
}

function always({ plan, toolchain, base }: Ejection): string[] {
  const tests = count(plan.smoke.length, 'smoke test');
  const debian = 'part' in toolchain ? ['toolchain'] : [];
  if (plan.base.kind === 'debian') debian.unshift('base');
  return [
    `Nothing is scanned, judged, tested (the plan has ${tests}) or signed, and the bytes of layers differ from build to build: files have the time at which they were made.`,
    ...(base.image || 'image' in toolchain
      ? [
          'Images are named by digest. Nothing updates them: look the tags up and write the new digests yourself.',
        ]
      : []),
    ...(debian.length > 0
      ? [
          `The ${debian.join(' and the ')} of Debian packages ${debian.length > 1 ? 'are' : 'is'} there as of the last build. Security updates do not reach ${debian.length > 1 ? 'them' : 'it'}: make the tar anew from packages of your own, or name an image instead.`,
        ]
      : []),
    ...(plan.services ? ['Services that ran beside the tests are not started.'] : []),
  ];
}

function ofDockerfile({ plan, base, config, madeFolders }: Ejection): string[] {
  const steps = plan.stages.flatMap((stage) => stage.steps);
  const secrets = steps.flatMap(({ secrets = [] }) => secrets);
  const odd = (pairs: readonly string[]) =>
    pairs.filter((pair) => !isPlain(pair)).map((pair) => pair.split('=', 1)[0] ?? '');
  const labels = Object.entries(config.Labels).map(([name, value]) => `${name}=${value}`);
  const lost = (what: string, names: readonly string[]) =>
    names.length > 0
      ? [
          `${what} cannot be written in a Dockerfile and ${names.length > 1 ? 'are' : 'is'} left out: ${names.map((one) => JSON.stringify(one)).join(', ')}.`,
        ]
      : [];
  return [
    ...(base.image && base.without.length === 0
      ? [
          'Labels, ports, volumes and a health check that the base itself has stay: no instruction takes them away.',
        ]
      : []),
    ...(base.without.length > 0
      ? [
          'The base is copied without what was taken out of it, so that its layers are not shared with other images.',
        ]
      : []),
    ...madeFolders.map(
      (path) => `WORKDIR makes the folder ${path}, which is in no layer of harden's image.`,
    ),
    ...lost('The variable', odd(config.Env)),
    ...lost('The label', odd(labels)),
    ...lost(
      'The cache',
      steps.flatMap(({ caches }) =>
        caches.map(({ path }) => path).filter((path) => !isFlagValue(path)),
      ),
    ),
    ...lost(
      'The secret',
      secrets.filter((one) => !isMountable(one)).map(({ to }) => ('env' in to ? to.env : to.path)),
    ),
    ...lost(
      'The excluded pattern',
      plan.artifacts.flatMap(({ exclude = [] }) => exclude.filter((one) => !isFlagPattern(one))),
    ),
    ...(secrets.some(({ from, to }) => 'file' in from && 'env' in to)
      ? [
          'A secret that comes from a file into a variable keeps the line end that the file may have.',
        ]
      : []),
  ];
}
