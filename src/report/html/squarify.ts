export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Fills a box with one box for each weight, as near to squares as can be (Bruls, Huizing, van Wijk).
 * @param weights above 0, the largest first.
 */
export function squarify(weights: readonly number[], box: Box): Box[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scale = (box.width * box.height) / total;
  const areas = weights.map((weight) => weight * scale);
  const boxes: Box[] = [];
  let free = box;
  while (boxes.length < areas.length) {
    const row = rowOf(areas, boxes.length, Math.min(free.width, free.height));
    boxes.push(...placed(row, free));
    free = rest(row, free);
  }
  return boxes;
}

/** As many as make the worst of the row better, along the short side. */
function rowOf(areas: readonly number[], from: number, side: number): number[] {
  let row = areas.slice(from, from + 1);
  while (from + row.length < areas.length) {
    const longer = areas.slice(from, from + row.length + 1);
    if (worst(longer, side) > worst(row, side)) break;
    row = longer;
  }
  return row;
}

/** The most stretched box of a row: 1 is a square. */
function worst(row: readonly number[], side: number): number {
  const sum = row.reduce((all, area) => all + area, 0);
  const [most = 0, least = 0] = [Math.max(...row), Math.min(...row)];
  return Math.max((side * side * most) / (sum * sum), (sum * sum) / (side * side * least));
}

function placed(row: readonly number[], { x, y, width, height }: Box): Box[] {
  const sum = row.reduce((all, area) => all + area, 0);
  const upright = width >= height;
  const thickness = sum / Math.min(width, height);
  let at = upright ? y : x;
  return row.map((area) => {
    const length = area / thickness;
    const start = at;
    at += length;
    return upright
      ? { x, y: start, width: thickness, height: length }
      : { x: start, y, width: length, height: thickness };
  });
}

function rest(row: readonly number[], { x, y, width, height }: Box): Box {
  const thickness = row.reduce((all, area) => all + area, 0) / Math.min(width, height);
  return width >= height
    ? { x: x + thickness, y, width: Math.max(0, width - thickness), height }
    : { x, y: y + thickness, width, height: Math.max(0, height - thickness) };
}
