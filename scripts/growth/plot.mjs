const [WIDTH, HEIGHT] = [640, 360];
const EDGE = { left: 60, right: 190, top: 24, bottom: 40 };
const COLOURS = ['#1f6feb', '#bc4c00', '#1a7f37', '#8250df'];
const TITLES = { seconds: 'seconds', megabytes: 'MB of memory at the peak' };

/**
 * An SVG of one figure against size, each case from its own smallest size; both axes are logarithmic, so that
 * what grows as its input does is a line as steep as the dashed one.
 */
export function plot(results, figure) {
  const factors = results.flatMap(({ points }) => points.map(({ size }) => size / points[0].size));
  const values = results.flatMap(({ points }) => points.map((point) => point[figure]));
  const across = axis(1, Math.max(...factors), EDGE.left, WIDTH - EDGE.right);
  const up = axis(Math.min(...values), Math.max(...values), HEIGHT - EDGE.bottom, EDGE.top);
  const lines = results.map(({ title, unit, points }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const places = points.map(
      (point) => `${across(point.size / points[0].size)},${up(point[figure])}`,
    );
    const legend = EDGE.top + 14 + index * 34;
    return [
      `<polyline points="${places.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...places.map(
        (place) =>
          `<circle cx="${place.split(',')[0]}" cy="${place.split(',')[1]}" r="3" fill="${colour}"/>`,
      ),
      text(WIDTH - EDGE.right + 12, legend, title, `fill="${colour}"`),
      text(
        WIDTH - EDGE.right + 12,
        legend + 14,
        `from ${points[0].size.toLocaleString('en')} ${unit}`,
        GREY,
      ),
    ].join('\n');
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11" role="img" aria-label="${TITLES[figure]} against size">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...ticks(1, Math.max(...factors)).map((tick) =>
      text(across(tick), HEIGHT - 22, `${tick} ×`, `${GREY} text-anchor="middle"`),
    ),
    ...ticks(Math.min(...values), Math.max(...values)).map((tick) => grid(up(tick), tick)),
    linear(across, up, values, factors),
    ...lines,
    text(EDGE.left, HEIGHT - 6, 'size, as times the smallest', GREY),
    text(EDGE.left, 14, TITLES[figure], GREY),
    '</svg>',
  ].join('\n')}\n`;
}

const GREY = 'fill="#57606a"';

function axis(low, high, from, to) {
  const scale = (to - from) / (Math.log(high) - Math.log(low) || 1);
  return (value) => (from + (Math.log(value) - Math.log(low)) * scale).toFixed(1);
}

/** 1, 3 and their tenfolds, as far as they lie between. */
function ticks(low, high) {
  const all = [-2, -1, 0, 1, 2, 3, 4].flatMap((power) => [10 ** power, 3 * 10 ** power]);
  return all
    .map((tick) => Number(tick.toPrecision(1)))
    .filter((tick) => tick >= low && tick <= high);
}

function grid(y, tick) {
  return `<line x1="${EDGE.left}" y1="${y}" x2="${WIDTH - EDGE.right}" y2="${y}" stroke="#d0d7de"/>\n${text(EDGE.left - 6, Number(y) + 4, tick, `${GREY} text-anchor="end"`)}`;
}

/** As steep as what takes twice as much for twice the size. */
function linear(across, up, values, factors) {
  const most = Math.min(Math.max(...factors), Math.max(...values) / Math.min(...values));
  const low = Math.min(...values);
  return `<line x1="${across(1)}" y1="${up(low)}" x2="${across(most)}" y2="${up(low * most)}" stroke="#8c959f" stroke-dasharray="4 4"/>`;
}

function text(x, y, words, more) {
  return `<text x="${x}" y="${y}" ${more}>${words}</text>`;
}
