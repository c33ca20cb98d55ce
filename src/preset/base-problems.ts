import { type BaseChoice, lackingIn } from '../base/choose.ts';
import { type Provision, showProvision } from '../base/provision.ts';
import type { BaseFamily } from '../base/schema.ts';
import { type Diagnostic, error, type Span } from '../diagnostics/diagnostic.ts';
import { valueSpan } from '../spec/source-map.ts';
import type { Need } from './needs.ts';
import type { Setting } from './types.ts';

/**
 * What a base lacks, or has in another version or kind than the program needs. With `more` packages
 * to be put on it nobody can say what is absent. `instead` is the base that the preset would take.
 */
export function lacking(
  name: string,
  base: BaseChoice | BaseFamily | undefined,
  needs: readonly Need[],
  span: Span,
  { instead = 'debian', more = false }: { instead?: string | undefined; more?: boolean },
): Diagnostic[] {
  const choice = base && 'family' in base ? base : undefined;
  const libc = choice?.family.libc;
  const missing = choice
    ? lackingIn(
        choice,
        needs.map(({ what }) => what),
      )
    : needs.map(({ what }) => what);
  const otherVersions = needs.flatMap((need) => {
    const offered = choice?.provides.find(({ name: other }) => other === need.what.name);
    return offered && missing.includes(need.what) ? [otherVersion(name, offered, need, span)] : [];
  });
  const unmet = needs.filter(
    ({ what }) =>
      missing.includes(what) && !choice?.provides.some((offered) => offered.name === what.name),
  );
  return [
    ...otherLibc(name, libc, needs, span),
    ...otherVersions,
    ...(more || unmet.length === 0 ? [] : [absent(name, unmet, span, instead)]),
  ];
}

/** Tags of known images that must not ship. */
export function refusedTag(ref: string, families: readonly BaseFamily[], span: Span): Diagnostic[] {
  const [, repository = ref, named, digest] = /^(.*?)(?::([^/@]+))?(@.*)?$/.exec(ref) ?? [];
  // A digest alone may be of any tag.
  const tag = named ?? (digest ? '' : 'latest');
  return families.flatMap((family) => {
    const known = family.flavours.some(({ image = '' }) => isOf(repository, image));
    const found = known && family.refuse?.find((refusal) => globbed(refusal.tag).test(tag));
    if (!found) return [];
    const message = `${ref} must not ship: ${found.why}`;
    const hint = `take ${found.instead}, or write base: ${family.name}`;
    return [error('plan/base-refused', message, { span, hint })];
  });
}

/** Packages need a base that takes them. */
export function conflictingPackages(name: string, { loaded }: Setting): Diagnostic[] {
  const { packages = [], fonts } = loaded.spec.runtime ?? {};
  const keys = [...(packages.length > 0 ? ['packages'] : []), ...(fonts ? ['fonts'] : [])];
  return keys.map((key) => {
    const message = `runtime.${key} cannot be put on ${name}`;
    const span = valueSpan(loaded.source, ['runtime', key]);
    const hint = `write base: debian or base: distroless, or remove runtime.${key}`;
    return error('spec/conflict', message, { span, hint });
  });
}

/** Artifacts that are linked to one C library do not run on a base with the other. */
export function otherLibc(
  name: string,
  libc: BaseFamily['libc'] | undefined,
  needs: readonly Need[],
  span: Span,
): Diagnostic[] {
  if (!libc || libc === 'none') return [];
  return needs.flatMap(({ libc: needed, why }) => {
    if (!needed || libc === needed.name) return [];
    const message = `${name} has ${libc}, and ${needed.of} builds for ${needed.name}: ${why}`;
    const near = { glibc: 'distroless', musl: 'alpine' }[needed.name];
    const hint = `take a base with ${needed.name}, such as base: ${near}, or name a toolchain with ${libc} under toolchain`;
    return [error('plan/base-unfit', message, { span, hint })];
  });
}

function otherVersion(name: string, offered: Provision, need: Need, span: Span): Diagnostic {
  const message = `${name} has ${showProvision(offered)}, and the project asks for ${showProvision(need.what)}`;
  const hint = `write with: {version: "${offered.version}"}, or take another base`;
  return error('plan/version-mismatch', message, { span, hint });
}

function absent(name: string, unmet: readonly Need[], span: Span, instead: string): Diagnostic {
  const what = unmet.map((need) => showProvision(need.what)).join(', ');
  const message = `${name} has no ${what}: ${unmet.map(({ why }) => why).join('; ')}`;
  const hint = `take a base that has it: base: ${instead} has what the language needs`;
  return error('plan/base-unfit', message, { span, hint });
}

/** Whether a repository is one that a template of the catalogue stands for, or its newest release. */
function isOf(repository: string, template: string): boolean {
  const [name = ''] = template.split(/:(?!.*\/)/);
  const source = name
    .replaceAll('.', '\\.')
    .replace(/-\$\{\{ release \}\}/, '(?:-[a-z0-9.]+)?')
    .replace(/\$\{\{[^}]*\}\}/g, '[a-z0-9.]+');
  return new RegExp(`^(?:${source})$`).test(repository);
}

function globbed(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
}
