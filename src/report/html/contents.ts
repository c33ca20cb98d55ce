import type { RunReport } from '../types.ts';
import { count, formatBytes } from '../words.ts';
import { digest, row, type Section, table } from './section.ts';
import { type Html, html } from './template.ts';
import { type LayerTiles, layerTiles } from './tiles.ts';
import { SMALLEST_LAYER, treemap } from './treemap.ts';

const SHOWN = 12;

/** What is in the image and how large it is. */
export function contents(report: RunReport): Section {
  const { image } = report;
  const tiles = layerTiles(report);
  return {
    id: 'contents',
    title: 'What is in it',
    note: `${formatBytes(image.size.uncompressed)} in ${count(image.layers.length, 'layer')}`,
    body: html`${tiles.length > 0 && drawings(tiles)}
${layers(report)}
${tiles.length > 0 && owners(tiles)}`,
  };
}

/** One for wide windows and one for narrow ones; the other is not there for anybody. */
function drawings(tiles: readonly LayerTiles[]): Html {
  const found = tiles.some((layer) => layer.tiles.some(({ worst }) => worst));
  const total = tiles.reduce((sum, { bytes }) => sum + bytes, 0);
  const enlarged = tiles.some(({ bytes }) => bytes < total * SMALLEST_LAYER);
  return html`<figure>
<div class="wide">${treemap(tiles, 960, 440)}</div>
<div class="narrow">${treemap(tiles, 360, 520)}</div>
<figcaption>Areas are bytes of the finished files.${found && ' What is coloured has findings, the stronger the worse.'}${enlarged && ' A layer of next to nothing is drawn larger than it is.'}</figcaption>
</figure>`;
}

function layers({ image }: RunReport): Html {
  const rows = image.layers.map((layer) =>
    row([
      layer.kind,
      formatBytes(layer.size),
      formatBytes(layer.uncompressed),
      digest(layer.digest),
    ]),
  );
  return table('Layers of the image', ['Layer', 'Compressed', 'Size', 'Digest'], rows);
}

function owners(tiles: readonly LayerTiles[]): Html {
  const all = tiles
    .flatMap(({ name, tiles }) => tiles.map((tile) => ({ ...tile, layer: name })))
    .sort((a, b) => b.bytes - a.bytes);
  const rows = (some: typeof all) =>
    some.map(({ name, layer, files, bytes, findings }) =>
      row([name, layer, files, formatBytes(bytes), findings]),
    );
  const heads = ['Owner', 'Layer', 'Files', 'Size', 'Findings'];
  return html`<h3>The largest</h3>
${table('The largest owners of files', heads, rows(all.slice(0, SHOWN)))}
${
  all.length > SHOWN &&
  html`<details><summary>${all.length - SHOWN} more</summary>
${table('All other owners of files', heads, rows(all.slice(SHOWN)))}</details>`
}`;
}
