import { SEVERITIES } from '../report/severity.ts';
import { formatBytes, shortDigest } from '../report/words.ts';
import type { Comparison, Side } from './types.ts';
import { percent } from './words.ts';

/** A line of the table that has both images side by side. */
export interface Fact {
  label: string;
  before: string;
  after: string;
  /** `-245.2 MB (-80 %)`; empty where nothing changed. */
  change: string;
}

/** Both images in words and numbers. */
export function facts({ before, after, size, files, sharedLayers }: Comparison): Fact[] {
  const fact = (label: string, of: (side: Side) => string, change = ''): Fact => ({
    ...{ label, before: of(before), after: of(after), change },
  });
  const bytes = (of: 'compressed' | 'uncompressed', label: string) =>
    fact(
      label,
      (side) => formatBytes(side.size[of]),
      share(size[of], before.size[of], formatBytes),
    );
  const number = (label: string, of: (side: Side) => number) =>
    fact(label, (side) => String(of(side)), share(of(after) - of(before), of(before), String));
  return [
    fact('image', shownName),
    fact('digest', ({ digest }) => shortDigest(digest)),
    fact('base', ({ base }) => base.replace(/@.*$/, '')),
    ...(isMovedBase(before, after)
      ? [fact('base digest', ({ baseDigest }) => shortDigest(baseDigest))]
      : []),
    bytes('uncompressed', 'size'),
    bytes('compressed', 'compressed'),
    fact(
      'layers',
      ({ layers }) => String(layers),
      sharedLayers > 0 ? `${sharedLayers} shared` : '',
    ),
    fact('files', (side) => String(side.files), share(files, before.files, String)),
    number('packages', (side) => side.packages),
    ...SEVERITIES.filter((name) => before.findings[name] + after.findings[name] > 0).map((name) =>
      number(name, (side) => side.findings[name]),
    ),
    ...(before.user + after.user === '' ? [] : [fact('user', ({ user }) => user)]),
    number('failed checks', ({ failed }) => failed.length),
  ];
}

/** The same name, which stands for another base now. */
function isMovedBase(before: Side, after: Side): boolean {
  const [old, now] = [before.baseDigest, after.baseDigest];
  return before.base === after.base && old !== '' && now !== '' && old !== now;
}

function share(change: number, of: number, word: (amount: number) => string): string {
  if (change === 0) return '';
  const part = percent(change, of);
  return `${change > 0 ? '+' : '-'}${word(Math.abs(change))}${part && ` (${part})`}`;
}

/** Without its digest, which is told apart. */
export function shownName({ name }: Pick<Side, 'name'>): string {
  return name.replace(/@.*$/, '');
}
