import { choicesOf } from './choose.ts';
import { showProvision } from './provision.ts';
import type { BaseFamily } from './schema.ts';

/** docs/bases.md: the catalogue, family by family. */
export function baseReference(families: readonly BaseFamily[]): string {
  return [
    '# Bases',
    '',
    'Made from the catalogue in `bases/` by `npm run generate`. `base:` takes the name of a family, and',
    'the smallest of its flavours that has what the program needs is chosen; `harden plan` says why. A',
    'choice is written as a key: `base: {distroless: cc}`, `{distroless: debian13}` or',
    '`{distroless: cc-debian13}`.',
    '',
    ...families.flatMap(familySection),
  ].join('\n');
}

function familySection(family: BaseFamily): string[] {
  const { name, description, libc, packages, user, adds, scanners, login } = family;
  const facts: [string, string][] = [
    ['C library', libc],
    ['`runtime.packages`', PACKAGES[packages]],
    ['user', user ?? 'that of the preset'],
    ['to be added', adds],
    ['what scanners see', scanners],
    ...(family.signed ? [['signed by', signed(family.signed)] as [string, string]] : []),
    ...(login ? [['login', `needed: \`docker login ${login}\``] as [string, string]] : []),
    ...(family.remove ? [['taken out', removals(family)] as [string, string]] : []),
    ...(family.refuse ? [['refused', refusals(family)] as [string, string]] : []),
    ['end of support', family.releases.map(endOf).join(', ')],
  ];
  return [
    `## ${name}`,
    '',
    `${description}.`,
    '',
    ...facts.map(([label, text]) => `- ${label}: ${text}`),
    '',
    ...flavourTable(family),
  ];
}

const PACKAGES: Record<BaseFamily['packages'], string> = {
  debian: 'Debian packages of the same release',
  apk: "apk packages, installed by the base's own apk",
  none: 'none',
};

function signed({ identity, issuer }: NonNullable<BaseFamily['signed']>): string {
  return `\`${identity}\`, whom \`${issuer}\` knows; \`policy: {signedBase: true}\` demands it`;
}

function removals({ remove = [] }: BaseFamily): string {
  return `${remove.map(({ name }) => `\`${name}\``).join(', ')}; \`keep\` names what stays`;
}

function refusals({ refuse = [] }: BaseFamily): string {
  return refuse.map(({ tag, why }) => `\`${tag}\` (${why})`).join(', ');
}

function endOf({ name, endOfLife }: BaseFamily['releases'][number]): string {
  return `${name} ${endOfLife ?? 'moves'}`;
}

function flavourTable(family: BaseFamily): string[] {
  if (family.kind !== 'image') return [];
  const rows = family.flavours.map((flavour) => {
    const [choice] = choicesOf(family, { flavour: flavour.name });
    const versions = flavour.versions ? `, also ${flavour.versions.slice(1).join(', ')}` : '';
    const provides = choice?.provides.map(showProvision).join(', ') ?? '';
    return `| \`${flavour.name}\` | \`${choice?.image}\` | ${provides}${versions} |`;
  });
  return ['| flavour | image | has |', '|---|---|---|', ...rows, ''];
}
