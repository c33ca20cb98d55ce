import type { Box } from '../../report/html/squarify.ts';
import { type Html, html } from '../../report/html/template.ts';
import type { LayerTiles } from '../../report/html/tiles.ts';
import { filled } from '../../report/html/treemap.ts';
import { formatBytes } from '../../report/words.ts';

const GAP = 24;
/** The line above each side, and how wide its words are. */
const HEAD = 26;
const WORDS = 120;

type Sides = readonly [before: readonly LayerTiles[], after: readonly LayerTiles[]];

/**
 * Both images as areas of one scale: what is half as many bytes is half as large. Narrow drawings have
 * them below each other.
 * @param height of the larger one.
 */
export function picture(sides: Sides, width: number, height: number): Html {
  const totals = sides.map(bytesOf);
  const scales = totals.map((bytes) => Math.sqrt(bytes / Math.max(...totals)));
  const boxes = width < height ? below(scales, width, height) : beside(scales, width, height);
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  const words = ['before', 'after'].map((side, i) => `${side} ${formatBytes(totals[i] ?? 0)}`);
  return html`<svg class="treemap" viewBox="0 0 ${width} ${Math.ceil(bottom)}" role="img" aria-label="Sizes at one scale: ${words.join(', ')}. The table below has the same.">${sides.map((layers, i) => side(layers, boxes[i], words[i] ?? ''))}</svg>`;
}

function side(layers: readonly LayerTiles[], box: Box | undefined, words: string): Html {
  if (!box) return html``;
  return html`<g><text class="side" x="${Math.round(box.x + 5)}" y="${Math.round(box.y - 9)}">${words}</text>${filled(layers, box)}</g>`;
}

/** Next to each other, on one ground. */
function beside(scales: readonly number[], width: number, height: number): Box[] {
  const [small = 1] = [...scales].sort((a, b) => a - b);
  const whole = Math.min((width - GAP) / (1 + small), width - GAP - WORDS);
  let x = 0;
  return scales.map((scale) => {
    const box = { x, y: HEAD + height * (1 - scale), width: whole * scale, height: height * scale };
    x += Math.max(box.width, WORDS) + GAP;
    return box;
  });
}

function below(scales: readonly number[], width: number, height: number): Box[] {
  let y = 0;
  return scales.map((scale) => {
    const box = { x: 0, y: y + HEAD, width: width * scale, height: height * scale };
    y = box.y + box.height + GAP / 2;
    return box;
  });
}

function bytesOf(layers: readonly LayerTiles[]): number {
  return layers.reduce((sum, { bytes }) => sum + bytes, 0);
}
