import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ratioLines, render } from '../../scripts/bench/render.mjs';
import { summary } from '../../scripts/bench/summary.mjs';
import { withMeasured } from '../../scripts/measured-page.mjs';
import { ROOT } from '../program.ts';

const about = {
  ...{ date: '2026-11-26', harden: '0.1.0', loadLimit: 3 },
  machine: {
    ...{ system: 'Linux 6.1.0, x64', processor: 'Some CPU', cores: 2 },
    ...{ memoryBytes: 24 * 2 ** 30, node: 'v24.1.0' },
  },
};
const peers = [
  { id: 'harden', title: 'harden', does: 'build, scan', uploads: 'not known' },
  { id: 'buildkit', title: 'BuildKit', does: 'build', uploads: 'as it says' },
];

function round(at: number, times: Record<string, number>, busy = false) {
  const samples = Object.entries(times).map(([peer, milliseconds]) => ({
    ...{ peer, milliseconds, cpuMilliseconds: 100, peakBytes: 50e6, writtenBytes: 0 },
    ...(peer === 'buildkit' && { uploadedBytes: 2500 }),
  }));
  return { round: at, load: at, freeBytes: 60e9, busy, samples };
}

const run = summary({
  ...{ about, peers },
  parts: [
    {
      ...{ example: 'go-api', scenario: { id: 'unchanged' } },
      rounds: [
        round(0, { harden: 100, buildkit: 400 }),
        round(1, { buildkit: 4000, harden: 1000 }, true),
        round(2, { harden: 110, buildkit: 440 }),
      ],
    },
  ],
  start: [
    {
      command: 'harden --version',
      milliseconds: { ...{ count: 10, min: 51.2, low: 52, median: 53.4, high: 58, max: 61 } },
      peakBytes: { ...{ count: 10, min: 40e6, low: 40e6, median: 41e6, high: 41e6, max: 41e6 } },
    },
  ],
  missing: [{ what: 'ko', reason: 'it builds Go' }],
});

test('a run as a page', () => {
  expect(render(run)).toMatchInlineSnapshot(`
    "Measured on 2026-11-26 with harden 0.1.0 on Node 24.1.0: Linux 6.1.0, x64, 2 cores (Some CPU), 24 GiB. A round that begins at a load above 3 is marked and stays in.

    ### Unchanged: go-api

    Nothing changed since the last build.

    Rounds: 3, of which 1 at a load above the limit; load 0.0 to 2.0, at least 60 GB of disk free.

    | builder | does | seconds | from – to | harden takes | CPU s | peak MB | written MB | uploaded kB |
    |---|---|---:|---:|---:|---:|---:|---:|---:|
    | harden | build, scan | 0.11 | 0.10 – 1.00 |  | 0.10 | 50 | 0.0 | ? |
    | BuildKit | build | 0.44 | 0.40 – 4.00 | 0.25 × | 0.10 | 50 | 0.0 | 2.5 |

    ### What is aimed at

    | what | time of | as a part of that of | at most | measured |
    |---|---|---|---:|---:|
    | Unchanged: go-api | harden | BuildKit | 1 × | 0.25 × |

    ### Commands that ask no engine

    Rounds: 10.

    | command | ms | from – to | peak MB |
    |---|---:|---:|---:|
    | harden --version | 53 | 51 – 61 | 41 |

    ### Not measured

    - ko: it builds Go

    ### Uploads

    - harden: not known
    - BuildKit: as it says"
  `);
});

test('ratios are those of the pairs, and busy rounds are in them', () => {
  expect(ratioLines(run)).toEqual([
    'go-api, unchanged: harden takes 0.25 times as long as BuildKit (half of the rounds 0.25 to 0.25)',
  ]);
});

test('a figure that nobody read is a question mark, and no zero', () => {
  const bare = summary({
    ...{ about, peers, start: [], missing: [] },
    parts: [
      {
        ...{ example: 'go-api', scenario: { id: 'line' } },
        rounds: [{ ...round(0, {}), samples: [{ peer: 'harden', milliseconds: 1000 }] }],
      },
    ],
  });
  expect(render(bare)).toContain(
    '| harden | build, scan | 1.00 | 1.00 – 1.00 |  | ? | ? | ? | ? |',
  );
});

test('text goes between the marks of a page', () => {
  const page = 'a\n<!-- measured -->\nold\n<!-- end -->\nb\n';
  expect(withMeasured(page, 'new')).toBe('a\n<!-- measured -->\n\nnew\n\n<!-- end -->\nb\n');
  expect(() => withMeasured('a', 'new')).toThrow('the page has no marks');
});

test('docs/performance.md is what the last full run gave', () => {
  const page = readFileSync(join(ROOT, 'docs/performance.md'), 'utf8');
  const file = join(ROOT, 'docs/performance.json');
  const text = existsSync(file) ? render(JSON.parse(readFileSync(file, 'utf8'))) : UNMEASURED;
  expect(withMeasured(page, text)).toBe(page);
});

const UNMEASURED = 'No full run is recorded yet: `npm run bench -- --write` makes one.';
