/**
 * What grows: `make` is the name of what makes an input of a size in inputs.ts, `args` the command on it. Each
 * size is about three times the one before.
 */
export const CASES = [
  {
    ...{ id: 'specs', title: 'plan a workspace', unit: 'specs', make: 'specs' },
    ...{ sizes: [30, 100, 300, 1000], args: (folder) => ['plan', folder, '--json'] },
  },
  {
    ...{ id: 'files', title: 'audit an image without a scan', unit: 'files', make: 'files' },
    ...{ sizes: [3000, 10_000, 30_000, 100_000] },
    args: (folder) => ['audit', folder, '--no-scan', '--json'],
  },
  {
    ...{ id: 'megabytes', title: 'audit an image without a scan', unit: 'MB', make: 'megabytes' },
    ...{ sizes: [70, 200, 700, 2000] },
    args: (folder) => ['audit', folder, '--no-scan', '--json'],
  },
  {
    ...{ id: 'findings', title: 'an HTML report', unit: 'findings', make: 'findings' },
    ...{ sizes: [300, 1000, 3000, 10_000] },
    args: (folder) => ['report', folder, '--quiet', '--report', `html=${folder}/report.html`],
  },
];
