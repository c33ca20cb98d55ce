import { bullets, digest, row, type Section, table } from '../../report/html/section.ts';
import { html } from '../../report/html/template.ts';
import type { Comparison, Side } from '../types.ts';
import { checkTexts, configTexts, licenceTexts } from '../words.ts';

/** What it does otherwise than before: checks, how it starts, licences. */
export function behaviour(one: Comparison): Section | undefined {
  const groups = [
    ['Checks', checkTexts(one)],
    ['How it starts', configTexts(one)],
    ['Licences', licenceTexts(one)],
  ] as const;
  const told = groups.filter(([, texts]) => texts.length > 0);
  if (told.length === 0) return undefined;
  return {
    id: 'behaviour',
    title: 'Checks, start and licences',
    body: html`${told.map(([title, texts]) => html`<h3>${title}</h3>${bullets(texts)}`)}`,
  };
}

/** Both by digest, and with what they were scanned. */
export function origins({ before, after, sharedLayers }: Comparison): Section {
  const databases = (side: Side) =>
    side.databases.map(({ ref, digest: of }) => html`${ref.replace(/@.*$/, '')} ${digest(of)} `);
  const both = (what: string, of: (side: Side) => Parameters<typeof row>[0][number]) =>
    row([what, of(before), of(after)]);
  const rows = [
    both('Image', (side) => digest(side.digest)),
    both('Base', (side) => side.base.replace(/@.*$/, '')),
    both('Platform', (side) => side.platform),
    both('User', (side) => side.user || 'not known'),
    both('Layers', (side) => side.layers),
    row(['Layers of both', sharedLayers, sharedLayers]),
    both('Databases', (side) => html`${databases(side)}`),
  ];
  return {
    id: 'origins',
    title: 'Which images',
    body: table('Both images', ['What', 'Before', 'After'], rows),
  };
}
