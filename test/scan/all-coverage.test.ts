import { expect, test } from 'vitest';
import { allCoverage } from '../../src/scan/all-coverage.ts';
import { isSeenBy } from '../../src/scan/scanners.ts';
import { WHOLE } from '../inspect/whole-ledger.ts';

const proof = (name: string, title: string, missing: string[], gaps: string[]) => ({
  name,
  title,
  coverage: {
    os: { family: 'debian', version: '13.8' },
    packages: { expected: 3, seen: 3 - missing.length, missing },
    files: WHOLE,
    gaps,
  },
});

test('one scanner is its own coverage', () => {
  const only = proof('trivy', 'Trivy', [], []);
  expect(allCoverage([only], 3)).toBe(only.coverage);
});

test('what one of them did not see is missing, and its gap names it', () => {
  const gap = '1 of 3 app packages were not seen: a 1';
  const coverage = allCoverage(
    [proof('trivy', 'Trivy', [], []), proof('grype', 'Grype', ['a 1'], [gap])],
    4,
  );
  expect(coverage).toEqual({
    os: { family: 'debian', version: '13.8' },
    packages: { expected: 3, seen: 4, missing: ['a 1'] },
    files: WHOLE,
    scanners: [
      { name: 'trivy', packages: { seen: 3, missing: [] } },
      { name: 'grype', packages: { seen: 2, missing: ['a 1'] } },
    ],
    gaps: [`Grype: ${gap}`],
  });
});

test('a gap that all have is said once', () => {
  const both = [
    proof('trivy', 'Trivy', ['a 1'], ['x']),
    proof('grype', 'Grype', ['a 1'], ['x', 'y']),
  ];
  const coverage = allCoverage(both, 2);
  expect(coverage.gaps).toEqual(['x', 'Grype: y']);
  expect(coverage.packages.missing).toEqual(['a 1']);
});

test('only Grype leaves out what has no version, and only of Go', () => {
  const own = { name: 'example.com/app', version: '', type: 'go' };
  expect(isSeenBy('trivy', own)).toBe(true);
  expect(isSeenBy('grype', own)).toBe(false);
  expect(isSeenBy('grype', { ...own, version: 'v1.0.0' })).toBe(true);
  expect(isSeenBy('grype', { ...own, type: 'node' })).toBe(true);
});
