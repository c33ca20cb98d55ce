import { SCENARIOS } from './scenarios.mjs';

const HEAD = [
  '| builder | does | seconds | from – to | harden takes | CPU s | peak MB | written MB | uploaded kB |',
  '|---|---|---:|---:|---:|---:|---:|---:|---:|',
];

/** A summary as Markdown: the machine, a table for each scenario, and who could not take part. */
export function render(summary) {
  return [
    ...machineLines(summary),
    ...summary.results.flatMap((result) => scenarioLines(result, summary)),
    ...aimLines(summary),
    ...startLines(summary),
    ...missingLines(summary),
    ...uploadLines(summary),
  ].join('\n');
}

/** One line for each peer in each scenario: what a CI log shows. */
export function ratioLines({ results, peers }) {
  return results.flatMap(({ example, scenario, peers: found }) =>
    found
      .filter(({ ratio }) => ratio)
      .map(({ id, ratio }) => {
        const range = `${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)}`;
        const name = `${example}, ${titleOf(scenario).toLowerCase()}`;
        return `${name}: harden takes ${ratio.median.toFixed(2)} times as long as ${nameOf(peers, id)} (half of the rounds ${range})`;
      }),
  );
}

function machineLines({ date, harden, machine, loadLimit }) {
  const { system, processor, cores, memoryBytes, node } = machine;
  return [
    `Measured on ${date} with harden ${harden} on Node ${node.replace(/^v/, '')}: ${system}, ${cores} cores (${processor}), ${(memoryBytes / 2 ** 30).toFixed(0)} GiB. A round that begins at a load above ${loadLimit} is marked and stays in.`,
  ];
}

function scenarioLines(result, { peers }) {
  const { example, scenario, rounds, busy, load, freeBytes, peers: found } = result;
  const { title, says } = SCENARIOS.find(({ id }) => id === scenario) ?? {
    title: scenario,
    says: '',
  };
  const order = peers.map(({ id }) => id);
  const rows = found.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const marked = busy === 0 ? 'none' : busy;
  return [
    '',
    `### ${title}: ${example}`,
    '',
    says,
    '',
    `Rounds: ${rounds}, of which ${marked} at a load above the limit; load ${load.min.toFixed(1)} to ${load.max.toFixed(1)}, at least ${(freeBytes.min / 1e9).toFixed(0)} GB of disk free.`,
    '',
    ...HEAD,
    ...rows.map((row) => rowOf(row, peers)),
  ];
}

function rowOf(row, peers) {
  const { milliseconds, ratio, cpuMilliseconds, peakBytes, writtenBytes, uploadedBytes } = row;
  const seconds = (value) => (value / 1000).toFixed(2);
  const cells = [
    nameOf(peers, row.id),
    peers.find(({ id }) => id === row.id)?.does ?? '',
    seconds(milliseconds.median),
    `${seconds(milliseconds.min)} – ${seconds(milliseconds.max)}`,
    ratio ? `${ratio.median.toFixed(2)} ×` : '',
    shown(cpuMilliseconds, seconds),
    shown(peakBytes, (value) => (value / 1e6).toFixed(0)),
    shown(writtenBytes, (value) => (value / 1e6).toFixed(1)),
    shown(uploadedBytes, (value) => (value / 1e3).toFixed(1)),
  ];
  return `| ${cells.join(' | ')} |`;
}

function shown(figure, write) {
  return figure ? write(figure.median) : '?';
}

function aimLines({ aims = [], peers }) {
  const ran = new Set(peers.map(({ id }) => id));
  const asked = aims.filter(({ ours, peer }) => ran.has(ours) && ran.has(peer));
  if (asked.length === 0) return [];
  const rows = asked.map(({ example, scenario, ours, peer, most, ratio }) => {
    const [own, other] = [ours, peer].map((id) => nameOf(peers, id));
    const measured = ratio ? `${ratio.median.toFixed(2)} ×` : 'not measured';
    return `| ${titleOf(scenario)}: ${example} | ${own} | ${other} | ${most} × | ${measured} |`;
  });
  return [
    ...['', '### What is aimed at', ''],
    '| what | time of | as a part of that of | at most | measured |',
    '|---|---|---|---:|---:|',
    ...rows,
  ];
}

function startLines({ start = [] }) {
  if (start.length === 0) return [];
  const rows = start.map(({ command, milliseconds, peakBytes }) => {
    const [median, min, max] = ['median', 'min', 'max'].map((key) => milliseconds[key].toFixed(0));
    return `| ${command} | ${median} | ${min} – ${max} | ${shown(peakBytes, (bytes) => (bytes / 1e6).toFixed(0))} |`;
  });
  return [
    ...['', '### Commands that ask no engine', '', `Rounds: ${start[0].milliseconds.count}.`, ''],
    ...['| command | ms | from – to | peak MB |', '|---|---:|---:|---:|', ...rows],
  ];
}

function missingLines({ missing }) {
  if (missing.length === 0) return [];
  return ['', '### Not measured', '', ...missing.map(({ what, reason }) => `- ${what}: ${reason}`)];
}

function uploadLines({ peers }) {
  const texts = [...new Set(peers.map(({ uploads }) => uploads).filter(Boolean))];
  if (texts.length === 0) return [];
  const whose = (text) => peers.filter(({ uploads }) => uploads === text).map(({ title }) => title);
  return ['', '### Uploads', '', ...texts.map((text) => `- ${whose(text).join(', ')}: ${text}`)];
}

function titleOf(scenario) {
  return SCENARIOS.find(({ id }) => id === scenario)?.title ?? scenario;
}

function nameOf(peers, id) {
  return peers.find((one) => one.id === id)?.title ?? id;
}
