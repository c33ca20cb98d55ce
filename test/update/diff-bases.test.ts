import { expect, test } from 'vitest';
import type { Finding } from '../../src/scan/types.ts';
import { diffBases } from '../../src/update/diff.ts';
import type { BaseState } from '../../src/update/types.ts';
import { finding } from './reports.ts';

function base(findings: Finding[], changes: Partial<BaseState> = {}): BaseState {
  return { packages: [], findings, size: { compressed: 10, uncompressed: 20 }, ...changes };
}

const CVE = 'CVE-2026-1';

test.each<[string, Finding[], Finding[], [string[], string[], string[]]]>([
  ['fixed', [finding(CVE)], [], [[CVE], [], []]],
  ['new', [], [finding(CVE)], [[], [CVE], []]],
  ['still there', [finding(CVE)], [finding(CVE)], [[], [], [CVE]]],
  [
    'still there in the next version',
    [finding(CVE)],
    [finding(CVE, { version: '3.5.2', severity: 'low' })],
    [[], [], [CVE]],
  ],
  [
    'in another package',
    [finding(CVE)],
    [finding(CVE, { package: 'openssl' })],
    [[CVE], [CVE], []],
  ],
  [
    'in another file',
    [finding(CVE, { path: 'usr/bin/a' })],
    [finding(CVE, { path: 'usr/bin/b' })],
    [[CVE], [CVE], []],
  ],
  [
    'one of two',
    [finding('CVE-2026-2'), finding(CVE)],
    [finding('CVE-2026-3'), finding(CVE)],
    [['CVE-2026-2'], ['CVE-2026-3'], [CVE]],
  ],
])('a finding that is %s', (_what, before, after, expected) => {
  const { findings } = diffBases(base(before), base(after));
  const ids = [findings.fixed, findings.new, findings.remaining].map((some) =>
    some.map(({ id }) => id),
  );
  expect(ids).toEqual(expected);
});

test('what remains is told as it is now, and what is fixed as it was', () => {
  const { findings } = diffBases(
    base([finding(CVE), finding('CVE-2026-2')]),
    base([finding(CVE, { version: '3.5.2' })]),
  );
  expect(findings.remaining[0]?.version).toBe('3.5.2');
  expect(findings.fixed[0]?.version).toBe('3.5.1');
});

test('packages that come, go and change, and the size', () => {
  const before = base([], {
    packages: [
      { name: 'bash', version: '5.2' },
      { name: 'libc6', version: '2.41-1' },
      { name: 'tzdata', version: '2026a' },
    ],
  });
  const after = base([], {
    packages: [
      { name: 'libc6', version: '2.41-2' },
      { name: 'libstdc++6', version: '14' },
      { name: 'tzdata', version: '2026a' },
    ],
    size: { compressed: 11, uncompressed: 21 },
  });
  expect(diffBases(before, after)).toMatchObject({
    packages: {
      added: [{ name: 'libstdc++6', version: '14' }],
      removed: [{ name: 'bash', version: '5.2' }],
      changed: [{ name: 'libc6', from: '2.41-1', to: '2.41-2' }],
    },
    size: { before: { uncompressed: 20 }, after: { compressed: 11, uncompressed: 21 } },
  });
});
