import {
  type BaseChoice,
  choicesOf,
  chooseBase,
  type Selection,
  selectionOf,
  unneededIn,
} from '../base/choose.ts';
import { type Provision, showProvision } from '../base/provision.ts';
import type { BaseFamily } from '../base/schema.ts';
import {
  type Diagnostic,
  error,
  fail,
  ok,
  type Result,
  type Span,
} from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { ImageFamily } from '../spec/base-schema.ts';
import { valueSpan } from '../spec/source-map.ts';
import type { BaseRequest, ChosenBase } from './base.ts';
import { lacking } from './base-problems.ts';
import { type Need, needsOf } from './needs.ts';
import { keptBy, plannedImage } from './planned-image.ts';
import type { Setting } from './types.ts';

/** A base of the catalogue: the smallest flavour that has what the program needs, or the one named. */
export function imageBase(family: BaseFamily, request: BaseRequest): Result<ChosenBase> {
  const { setting, toolchain, origin, why } = request;
  const selection = selected(family, setting);
  if (!selection.ok) return selection;
  const needs = needsOf(setting, toolchain);
  const choice = fitting(family, selection.value, needs);
  if (!choice) return fail(nothingSelected(family, origin));
  const wanted = needs.map(({ what }) => what);
  const unneeded = selection.value.flavour ? [] : unneededIn(choice, wanted);
  if (unneeded.length > 0) return fail(onlyWith(choice, unneeded, origin));
  const more = addsPackages(setting);
  const problems = [
    ...lacking(nameOf(choice, selection.value), choice, needs, origin, {
      instead: setting.data.bases?.default,
      more,
    }),
    ...unknownKept(family, setting),
  ];
  if (problems.length > 0) return fail(...problems);
  const user = choice.flavour.user ?? family.user;
  return ok({
    base: plannedImage(choice, setting, origin),
    known: choice.programs,
    programs: choice.flavour.programs && !more ? choice.programs : undefined,
    requires: {},
    ...(user && { user }),
    reasons: { base: why, flavour: flavourReason(choice, selection.value, needs) },
  });
}

function selected(family: BaseFamily, { loaded }: Setting): Result<Selection> {
  const { base } = loaded.spec;
  const text = typeof base === 'object' ? base[family.name as ImageFamily] : undefined;
  if (text === undefined) return ok({});
  const found = selectionOf(family, text);
  if (found) return ok(found);
  const names = [...family.flavours, ...family.releases].map(({ name }) => name);
  const near = suggest(text, names);
  const message = `${family.name} has no ${JSON.stringify(text)}, expected a flavour or a release`;
  return fail(
    error('spec/unknown-base', message, {
      span: valueSpan(loaded.source, ['base', family.name]),
      hint: near ? `did you mean ${near}?` : `use one of: ${names.join(', ')}`,
    }),
  );
}

/** The first that fits, else the one that comes nearest, so that what it lacks can be told. */
function fitting(family: BaseFamily, selection: Selection, needs: readonly Need[]) {
  const wanted = needs.map(({ what }) => what);
  const choice = chooseBase(family, selection, wanted);
  if (choice) return choice;
  const known = new Set(wanted.map(({ name }) => name));
  const score = ({ provides }: BaseChoice) => provides.filter(({ name }) => known.has(name)).length;
  return choicesOf(family, selection).sort((a, b) => score(b) - score(a))[0];
}

function onlyWith(
  { family, release }: BaseChoice,
  unneeded: readonly Provision[],
  span: Span,
): Diagnostic {
  const names = unneeded.map(showProvision).join(', ');
  const message = `what ${family.name} has of ${release.name} brings ${names}, which the program does not use`;
  const hint = 'take another release or family, or name the flavour to have it all the same';
  return error('plan/base-unfit', message, { span, hint });
}

/** A package that the spec names may bring anything, programs too, but no other C library. */
function addsPackages({ loaded }: Setting): boolean {
  return (loaded.spec.runtime?.packages ?? []).length > 0;
}

function nothingSelected(family: BaseFamily, span: Span): Diagnostic {
  return error('spec/unknown-base', `${family.name} has no such flavour of that release`, {
    span,
    hint: 'name the flavour or the release alone',
  });
}

function nameOf({ family, flavour }: BaseChoice, selection: Selection): string {
  const alone = flavour.name === family.name || family.flavours.length === 1;
  return alone && !selection.flavour ? family.name : `${family.name} ${flavour.name}`;
}

function unknownKept(family: BaseFamily, { loaded }: Setting): Diagnostic[] {
  const names = (family.remove ?? []).flatMap(({ name, packages = [] }) => [name, ...packages]);
  return keptBy(loaded.spec.base).flatMap((word, index) => {
    if (names.includes(word)) return [];
    const near = suggest(word, names);
    const groups = (family.remove ?? []).map(({ name }) => name);
    return [
      error(
        'spec/bad-value',
        `nothing called ${JSON.stringify(word)} is taken out of ${family.name}`,
        {
          span: valueSpan(loaded.source, ['base', 'keep', index]),
          hint: near ? `did you mean ${near}?` : `use one of: ${groups.join(', ')}`,
        },
      ),
    ];
  });
}

function flavourReason(
  { flavour, family, release, version }: BaseChoice,
  selection: Selection,
  needs: readonly Need[],
): string {
  const name = [flavour.name, version, `on ${release.name}`].filter(Boolean).join(' ');
  if (selection.flavour) return `${name}: the spec names the flavour`;
  const wanted = needs.map(({ what }) => showProvision(what)).join(', ');
  if (family.flavours.length === 1) return `${name}: the only one`;
  return wanted
    ? `${name}: the smallest with ${wanted}`
    : `${name}: the smallest, as the program needs nothing of its base`;
}
