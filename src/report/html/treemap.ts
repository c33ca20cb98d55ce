import { count, formatBytes } from '../words.ts';
import { type Box, squarify } from './squarify.ts';
import { type Html, html } from './template.ts';
import type { LayerTiles, Tile } from './tiles.ts';

const HEAD = 22;
const GAP = 3;

/** Tiles below this share of the image are drawn as one. */
const SMALLEST = 0.0025;

/** A layer that is next to nothing is seen all the same: it has this share of the drawing. */
export const SMALLEST_LAYER = 0.02;

/** Sizes as areas: layers, and in them whose they are. Colour says where something was found. */
export function treemap(layers: readonly LayerTiles[], width: number, height: number): Html {
  const words = layers.map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`).join(', ');
  return html`<svg class="treemap" viewBox="0 0 ${width} ${height}" role="img" aria-label="Size by layer and package: ${words}. The table below has the same.">${filled(layers, { x: 0, y: 0, width, height })}</svg>`;
}

/** The layers as they fill a box of a drawing. */
export function filled(layers: readonly LayerTiles[], box: Box): Html {
  const total = layers.reduce((sum, { bytes }) => sum + bytes, 0);
  const weights = layers.map(({ bytes }) => Math.max(bytes, total * SMALLEST_LAYER));
  const order = layers.map((_, i) => i).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  const boxes = squarify(
    order.map((i) => weights[i] ?? 0),
    box,
  );
  return html`${order.map((i, at) => layer(layers[i], boxes[at], total))}`;
}

function layer(one: LayerTiles | undefined, box: Box | undefined, total: number): Html {
  if (!one || !box) return html``;
  const inner = inset(box);
  const headed = inner.height > HEAD * 2 && inner.width > 40;
  const area = headed ? { ...inner, y: inner.y + HEAD, height: inner.height - HEAD } : inner;
  const tiles = merged(one.tiles, total * SMALLEST);
  const places = squarify(
    tiles.map(({ bytes }) => bytes),
    area,
  );
  const title = `${one.name}  ${formatBytes(one.bytes)}`;
  return html`<g>${headed && html`<text class="layer" x="${px(inner.x + 2)}" y="${px(inner.y + 14)}">${fitting(title, inner.width, 12)}</text>`}${tiles.map((tile, i) => drawn(tile, one.name, places[i]))}</g>`;
}

function drawn(tile: Tile, layerName: string, box: Box | undefined): Html {
  if (!box) return html``;
  const { x, y, width, height } = box;
  const found = tile.findings > 0 ? `, ${count(tile.findings, 'finding')}` : '';
  const gone = tile.gone ? ', no longer there' : '';
  const title = `${tile.name}: ${formatBytes(tile.bytes)} in ${count(tile.files, 'file')}, ${layerName}${found}${gone}`;
  const name = height > 20 && width > 34 ? fitting(tile.name, width - 10, 11.5) : '';
  const bytes = formatBytes(tile.bytes);
  const size = height > 38 && fitting(bytes, width - 10, 11) === bytes ? bytes : '';
  const style = tile.worst ? `tile ${tile.worst}` : tile.gone ? 'tile gone' : 'tile';
  return html`<g class="${style}"><title>${title}</title><rect x="${px(x + 0.75)}" y="${px(y + 0.75)}" width="${px(width - 1.5)}" height="${px(height - 1.5)}" rx="2"/>${name !== '' && html`<text x="${px(x + 7)}" y="${px(y + 17)}">${name}</text>`}${name !== '' && size !== '' && html`<text class="size" x="${px(x + 7)}" y="${px(y + 32)}">${size}</text>`}</g>`;
}

function merged(tiles: readonly Tile[], smallest: number): Tile[] {
  const large = tiles.filter(({ bytes, findings }) => bytes >= smallest || findings > 0);
  const small = tiles.filter((tile) => !large.includes(tile));
  if (small.length < 2) return [...tiles];
  const sum = (of: (tile: Tile) => number) => small.reduce((all, tile) => all + of(tile), 0);
  const rest = {
    name: `${small.length} smaller`,
    ...{ files: sum(({ files }) => files), bytes: sum(({ bytes }) => bytes), findings: 0 },
    gone: small.every(({ gone }) => gone),
  };
  return [...large, rest].sort((a, b) => b.bytes - a.bytes);
}

/** As many letters as fit, by the mean width of one. */
function fitting(text: string, width: number, size: number): string {
  const most = Math.floor(width / (size * 0.58));
  if (text.length <= most) return text;
  return most < 6 ? '' : `${text.slice(0, most - 1)}…`;
}

function inset({ x, y, width, height }: Box): Box {
  return {
    ...{ x: x + GAP, y: y + GAP },
    ...{ width: Math.max(1, width - GAP * 2), height: Math.max(1, height - GAP * 2) },
  };
}

function px(number: number): string {
  return String(Math.max(0, Math.round(number * 10) / 10));
}
