import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.ts';
import { listed } from '../diagnostics/listed.ts';
import { osRelease } from '../inspect/os-release.ts';
import type { Inventory } from '../inspect/types.ts';
import type { CompletedBase } from '../libraries.ts';
import { installedPackages } from '../packages/installed.ts';
import type { Texts } from '../packages/types.ts';
import type { BuildPlan } from '../plan/types.ts';

type Copied = CompletedBase['copied'];

const BUILD =
  'take a toolchain of the release of the base where it is another, and run: harden build';

/**
 * Why libraries that were copied for the old base may not stay: the new one is of another release, or
 * has their package itself in another version, of which the loader could take either.
 */
export function staleLibraries(
  copied: Copied,
  before: Texts,
  after: Pick<Inventory, 'texts'>,
  { base }: Pick<BuildPlan, 'base'>,
): Diagnostic[] {
  const [old, now] = [before, after.texts].map((texts) => releaseIn(texts));
  const versions = new Map(installedPackages(after.texts).map((one) => [one.name, one.version]));
  return copied.flatMap(({ name, package: owner, version }) => {
    const has = versions.get(owner);
    const why =
      old !== now
        ? `it was copied for ${old}, and the new base is ${now}`
        : has !== version && `the new base has ${owner} ${has}`;
    if (!why) return [];
    const message = `${name} of ${owner} ${version} cannot stay: ${why}`;
    return [error('rebase/stale-library', message, { span: base.origin, hint: BUILD })];
  });
}

function releaseIn(texts: Texts): string {
  const { id = 'a base without os-release', version = '' } = osRelease(texts) ?? {};
  return `${id} ${version}`.trim();
}

const MOST_SHOWN = 3;

/**
 * The app stays as it was built, whatever the project has become since.
 * @param inputs files that no step sees: the spec counts as it is now, and the lock moves with the base.
 */
export function changedSince(
  before: Record<string, string> | undefined,
  now: Record<string, string> | undefined,
  inputs: readonly string[],
): Diagnostic[] {
  if (!before || !now) return [];
  const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((path) => !inputs.includes(path) && before[path] !== now[path])
    .sort();
  if (paths.length === 0) return [];
  const message = `${listed(paths, MOST_SHOWN)} changed since the app was built, which stays as it was`;
  return [warning('rebase/sources-changed', message, { hint: 'take it in with: harden build' })];
}

/** @param at where the plans differ. */
export function otherPlan(at: string, { base }: Pick<BuildPlan, 'base'>): Diagnostic {
  const message = `the plan builds the app in another way than the image was built, at ${at}`;
  return error('rebase/other-plan', message, {
    span: { ...base.origin },
    hint: 'run harden build: only the base may be another one',
  });
}
