import type { Section } from '../../report/html/section.ts';
import { html } from '../../report/html/template.ts';
import { type LayerTiles, layerTiles } from '../../report/html/tiles.ts';
import { formatBytes } from '../../report/words.ts';
import type { Compared } from '../types.ts';
import { folded } from './folded.ts';
import { picture } from './picture.ts';

/** Whose the bytes are, on both sides; nothing where a report of an older version does not say. */
export function sizes({ before, after }: Compared): Section | undefined {
  const kept = layerTiles(after);
  const sides = [marked(layerTiles(before), kept), kept] as const;
  if (sides.some((layers) => layers.length === 0)) return undefined;
  const found = sides.some((layers) => layers.some(({ tiles }) => tiles.some((t) => t.worst)));
  return {
    id: 'sizes',
    title: 'What takes the room',
    body: html`<figure>
<div class="wide">${picture(sides, 960, 420)}</div>
<div class="narrow">${picture(sides, 360, 420)}</div>
<figcaption>Areas are bytes of the finished files, at one scale for both. What is only outlined is no longer there, in that version.${found && ' What is coloured has findings, the stronger the worse.'}</figcaption>
</figure>
<h3>Whose the bytes are</h3>
${folded('Bytes by owner', ['Owner', 'Before', 'After', 'Change'], ownerRows(...sides))}`,
  };
}

function marked(layers: readonly LayerTiles[], kept: readonly LayerTiles[]): LayerTiles[] {
  const names = new Set(kept.flatMap(({ tiles }) => tiles.map(({ name }) => name)));
  return layers.map((layer) => ({
    ...layer,
    tiles: layer.tiles.map((tile) => ({ ...tile, gone: !names.has(tile.name) })),
  }));
}

/** What changed most comes first. */
function ownerRows(before: readonly LayerTiles[], after: readonly LayerTiles[]): string[][] {
  const [was, is] = [bytesByOwner(before), bytesByOwner(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((name) => ({ name, before: was.get(name) ?? 0, after: is.get(name) ?? 0 }))
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .map(({ name, before, after }) => [
      ...[name, formatBytes(before), formatBytes(after)],
      ...[after === before ? '' : signed(after - before)],
    ]);
}

function bytesByOwner(layers: readonly LayerTiles[]): Map<string, number> {
  const bytes = new Map<string, number>();
  for (const tile of layers.flatMap(({ tiles }) => tiles)) {
    bytes.set(tile.name, (bytes.get(tile.name) ?? 0) + tile.bytes);
  }
  return bytes;
}

function signed(bytes: number): string {
  return `${bytes > 0 ? '+' : '-'}${formatBytes(Math.abs(bytes))}`;
}
