import { expect, test } from 'vitest';
import { layerTiles } from '../../../src/report/html/tiles.ts';
import type { Finding } from '../../../src/scan/types.ts';
import { runNamed } from '../runs.ts';

const run = runNamed('pass');
const [base, dependencies, app] = run.image.layers.map(({ diffId }) => diffId);

type Owner = [layer: number, kind: 'package' | 'dependency' | 'program' | 'runtime', name: string];

/** The findings that each owner is drawn with. */
function counts(owners: Owner[], findings: Partial<Finding>[]) {
  const holdings = owners.map(([layer, kind, name]) => ({ layer, kind, name, files: 1, bytes: 9 }));
  const found = findings.map((one) => ({
    ...{
      id: 'CVE-2026-1',
      aliases: [],
      severity: 'high',
      scanner: 'trivy',
      version: '1.0',
      type: 'debian',
    },
    ...one,
  })) as Finding[];
  const coverage = { ...run.coverage, files: { ...run.coverage.files, holdings } };
  return layerTiles({ ...run, findings: found, coverage }).flatMap(({ tiles }) =>
    tiles.map(({ findings }) => findings),
  );
}

const CASES: [what: string, owner: Owner, finding: Partial<Finding>][] = [
  ['a package of the system', [0, 'package', 'libc6'], { package: 'libc6', layer: base ?? '' }],
  [
    'a package of Python, by its folder',
    [1, 'dependency', 'pydantic_core-2.50.4'],
    { package: 'pydantic-core', version: '2.50.4', layer: dependencies ?? '' },
  ],
  [
    'a package of Node',
    [1, 'dependency', '@scope/left-2pad'],
    { package: '@scope/left-2pad', layer: dependencies ?? '' },
  ],
  [
    'what is linked into a program',
    [2, 'program', 'go'],
    { package: 'stdlib', type: 'gobinary', layer: app ?? '' },
  ],
  [
    'a runtime',
    [0, 'runtime', 'node 22.1.0'],
    { package: 'node', version: '22.1.0', layer: base ?? '' },
  ],
];

test.each(CASES)('%s has its findings, and those of another layer not', (_what, owner, finding) => {
  expect(counts([owner], [finding])).toEqual([1]);
  expect(counts([owner], [{ ...finding, layer: 'sha256:other' }])).toEqual([0]);
  expect(counts([owner], [{ ...finding, package: 'another', type: 'debian' }])).toEqual([0]);
});
