/** Markdown: the machine, and a table of each case with how much its largest step grew. */
export function growthTable(results, { system, processor, cores, node, rounds, date }) {
  const day = date.toISOString().slice(0, 10);
  return [
    `Measured on ${day}, ${system}, ${cores} cores (${processor}), Node ${node.slice(1)}; medians of ${rounds} rounds.`,
    '',
    '| what | size | seconds | MB at the peak |',
    '|---|---:|---:|---:|',
    ...results.flatMap(({ title, unit, points }) =>
      points.map(({ size, seconds, megabytes }) =>
        row([
          title,
          `${size.toLocaleString('en')} ${unit}`,
          seconds.toFixed(2),
          megabytes.toFixed(0),
        ]),
      ),
    ),
    '',
    ...results.map(growthOf),
  ].join('\n');
}

function growthOf({ title, unit, points }) {
  const [first, last] = [points.at(0), points.at(-1)];
  const times = (key) => (last[key] / first[key]).toFixed(1);
  const size = (last.size / first.size).toFixed(0);
  return `- ${title}: ${size} times the ${unit} take ${times('seconds')} times the time and ${times('megabytes')} times the memory.`;
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}
