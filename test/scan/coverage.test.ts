import { expect, test } from 'vitest';
import { type CoverageInput, proveCoverage } from '../../src/scan/coverage.ts';
import { sameVersion } from '../../src/scan/ecosystem.ts';
import { WHOLE } from '../inspect/whole-ledger.ts';
import { recorded } from './recorded.ts';

const SCANNER = { name: 'trivy', version: '0.74.0' };
const PYTHON = [
  { name: 'Jinja2', version: '2.10', type: 'python' },
  { name: 'urllib3', version: '1.24.1', type: 'python' },
  { name: 'PyYAML', version: '5.1', type: 'python' },
];
const OS = [
  { name: 'libc6', version: '2.41-12' },
  { name: 'base-files', version: '13.8' },
  { name: 'python3.13-minimal', version: '3.13.5-2' },
];

function inputOf(name: string, rest: Partial<CoverageInput> = {}): CoverageInput {
  const report = recorded(name);
  return {
    report,
    image: report.image,
    base: { kind: 'debian', family: 'debian', version: '13' },
    expected: { os: [], app: [] },
    files: WHOLE,
    scanner: SCANNER,
    ...rest,
  };
}

test('has no gap when everything that was put in was seen', () => {
  const input = inputOf('debian13-python', { expected: { os: OS, app: PYTHON } });
  expect(proveCoverage(input)).toEqual({
    os: { family: 'debian', version: '13.2' },
    packages: { expected: 6, seen: 6, missing: [] },
    files: WHOLE,
    gaps: [],
  });
});

test('a file of nobody is a gap that names it and the reason', () => {
  const unattributed = [{ path: '/app/server', reason: 'a binary of nobody' }];
  const files = { ...WHOLE, attributed: 209, unattributed };
  expect(proveCoverage(inputOf('debian13-python', { files })).gaps).toEqual([
    '1 of 210 files belong to nothing that is known: /app/server (a binary of nobody)',
  ]);
});

test('an image that says it is another system than the scanner took it for is a gap', () => {
  const taken = (says: CoverageInput['says']) =>
    proveCoverage(inputOf('debian13-python', says ? { base: { kind: 'unknown' }, says } : {})).gaps;
  expect(taken({ id: 'debian', version: '13' })).toEqual([]);
  expect(taken({ id: 'acme', version: '1' })).toEqual([
    'the image was recognised as debian 13.2, and says itself that it is acme 1',
  ]);
});

test('packages of another manager than that of the system are a gap', () => {
  const gaps = (managers: string[]) => proveCoverage(inputOf('debian13-python', { managers })).gaps;
  expect([...gaps([]), ...gaps(['dpkg']), ...gaps(['apk', 'dpkg'])]).toEqual([]);
  expect(gaps(['apk'])).toEqual(['debian 13.2 has dpkg, and the packages of the image are of apk']);
});

test('a release without advisories is a gap', () => {
  const input = inputOf('debian13-python');
  const os = { family: 'debian', version: '13.2', endOfLife: false, unknown: true as const };
  expect(proveCoverage({ ...input, report: { ...input.report, os } }).gaps).toEqual([
    'debian 13.2 is a release of which no advisories are known',
  ]);
});

test('accepts a scratch image without a system', () => {
  const app = [
    { name: 'stdlib', version: 'v1.26.8', type: 'go' },
    { name: 'example.com/orders', version: '', type: 'go' },
    { name: 'golang.org/x/text', version: '0.3.5', type: 'go' },
  ];
  const input = inputOf('scratch-go', { base: { kind: 'scratch' }, expected: { os: [], app } });
  expect(proveCoverage(input)).toEqual({
    packages: { expected: 3, seen: 3, missing: [] },
    files: WHOLE,
    gaps: [],
  });
});

test.each([
  ['python', 'jinja2', '2.10', []],
  ['python', 'JINJA2', '2.10', []],
  ['python', 'pyyaml', '5.1', []],
  ['python', 'Jinja2', '2.11', ['Jinja2 2.11 (seen as 2.10)']],
  ['python', 'jinja', '2.10', ['jinja 2.10']],
  ['go', 'Jinja2', '2.10', ['Jinja2 2.10']],
])('compares the %s package %s %s as its ecosystem does', (type, name, version, missing) => {
  const expected = { os: [], app: [{ name, version, type }] };
  expect(proveCoverage(inputOf('debian13-python', { expected })).packages.missing).toEqual(missing);
});

test('takes dots, dashes and underscores in Python names as equal', () => {
  const input = inputOf('debian13-clean', {
    expected: { os: [], app: [{ name: 'zope.interface', version: '6.0', type: 'python' }] },
  });
  const seen = {
    name: 'Zope_Interface',
    version: '6.0',
    class: 'app' as const,
    type: 'python-pkg',
  };
  input.report.packages.push(seen);
  expect(proveCoverage(input).gaps).toEqual([]);
});

test.each([
  ['golang.org/x/text', 'v0.3.5', []],
  ['golang.org/x/text', '0.3.5', []],
  ['golang.org/x/text', '', []],
  ['golang.org/x/Text', 'v0.3.5', ['golang.org/x/Text v0.3.5']],
  ['golang.org/x/text', 'v0.3.8', ['golang.org/x/text v0.3.8 (seen as v0.3.5)']],
])('compares the Go module %s %s by path', (name, version, missing) => {
  const expected = { os: [], app: [{ name, version, type: 'go' }] };
  const input = inputOf('scratch-go', { base: { kind: 'scratch' }, expected });
  expect(proveCoverage(input).packages.missing).toEqual(missing);
});

test('does not take an app package for one of the system', () => {
  const expected = { os: [{ name: 'Jinja2', version: '2.10' }], app: [] };
  expect(proveCoverage(inputOf('debian13-python', { expected })).packages.missing).toEqual([
    'Jinja2 2.10',
  ]);
});

const NO_PACKAGES = { ...recorded('debian13-clean'), packages: [] };
const OTHER = `sha256:${'0'.repeat(64)}`;

test.each<[string, CoverageInput, string[]]>([
  [
    'another image',
    inputOf('debian13-clean', {
      image: { ...recorded('debian13-clean').image, configDigest: OTHER },
    }),
    [
      `the scanned image has config ${recorded('debian13-clean').image.configDigest}, the one that was built ${OTHER}`,
    ],
  ],
  [
    'a layer that was not scanned',
    inputOf('debian13-clean', {
      image: {
        ...recorded('debian13-clean').image,
        diffIds: [...recorded('debian13-clean').image.diffIds, OTHER],
      },
    }),
    [`layer ${OTHER} was not scanned`],
  ],
  [
    'another scanner',
    inputOf('debian13-clean', { scanner: { name: 'trivy', version: '0.75.0' } }),
    ['the report is from trivy 0.74.0, expected trivy 0.75.0'],
  ],
  ['no system', inputOf('empty'), ['no operating system was recognised, expected debian 13']],
  [
    'no system in a base nobody knows',
    inputOf('empty', { base: { kind: 'image' } }),
    ['no operating system was recognised, expected that of the image base'],
  ],
  [
    'another release',
    inputOf('debian13-clean', { base: { kind: 'debian', family: 'debian', version: '12' } }),
    ['the base was recognised as debian 13.2, expected debian 12'],
  ],
  [
    'a release that only starts alike',
    inputOf('debian13-clean', { base: { kind: 'debian', family: 'debian', version: '1' } }),
    ['the base was recognised as debian 13.2, expected debian 1'],
  ],
  [
    'another family',
    inputOf('debian13-clean', { base: { kind: 'image', family: 'alpine' } }),
    ['the base was recognised as debian 13.2, expected alpine'],
  ],
  [
    'a system without its packages',
    inputOf('debian13-clean', { report: NO_PACKAGES }),
    ['debian 13.2 was recognised, but not one of its packages was seen'],
  ],
  [
    'a base package that is gone',
    inputOf('debian13-clean', { expected: { os: OS, app: [] } }),
    ['1 of 3 base packages were not seen: python3.13-minimal 3.13.5-2'],
  ],
  [
    'app packages that are gone',
    inputOf('debian13-clean', { expected: { os: [], app: PYTHON } }),
    ['3 of 3 app packages were not seen: Jinja2 2.10, urllib3 1.24.1, PyYAML 5.1'],
  ],
  [
    'a system past its end of life',
    inputOf('debian8-old', { base: { kind: 'debian', family: 'debian', version: '8' } }),
    ['debian 8.11 is past its end of life, so new advisories do not name it'],
  ],
  [
    'a package of a third party',
    inputOf('debian12-go', { base: { kind: 'debian', family: 'debian', version: '12' } }),
    ['no advisories exist for packages of a third party: docker-ce-cli 2.1.0-1'],
  ],
])('tells of %s', (_name, input, gaps) => {
  expect(proveCoverage(input).gaps).toEqual(gaps);
});

test('tells everything about an empty report', () => {
  const coverage = proveCoverage(inputOf('empty', { expected: { os: OS, app: PYTHON } }));
  expect(coverage.packages).toMatchObject({ expected: 6, seen: 0 });
  expect(coverage.packages.missing).toHaveLength(6);
  expect(coverage.gaps).toHaveLength(3);
});

test('keeps a gap short when very much is missing', () => {
  const os = Array.from({ length: 200 }, (_, i) => ({ name: `lib${i}`, version: '1' }));
  const coverage = proveCoverage(inputOf('debian13-clean', { expected: { os, app: [] } }));
  expect(coverage.packages.missing).toHaveLength(200);
  expect(coverage.gaps[0]).toMatch(/^200 of 200 .* and 190 more$/);
});

test.each([
  ['1.0', '1.0.0', true],
  ['1.0.0', '1', true],
  ['10', '1', false],
  ['1.10', '1.1', false],
  ['v2.1', '2.1', true],
  ['2.1', '2.1+cpu', true],
  ['2.1+cu121', '2.1+cpu', false],
  ['1.*', '1.9.3', true],
  ['1.*', '10.0', false],
  ['1.0RC1', '1.0rc1', true],
  ['1.0.0rc1', '1.0rc1', true],
  ['1.0', '1.0rc1', false],
])('compares the Python pin %s with %s: %s', (pin, seen, same) => {
  expect(sameVersion(pin, seen, 'python')).toBe(same);
});

test.each([
  ['org.yaml:snakeyaml', '2.3', []],
  ['snakeyaml', '2.3', []],
  ['org.other:snakeyaml', '2.3', ['org.other:snakeyaml 2.3']],
  ['snakeyaml', '2.4', ['snakeyaml 2.4 (seen as 2.3)']],
  ['yaml', '2.3', ['yaml 2.3']],
])('a Java artifact without a group is that of any: %s %s', (name, version, missing) => {
  const report = recorded('debian13-python');
  const jar = { name: 'org.yaml:snakeyaml', version: '2.3', class: 'app', type: 'jar' } as const;
  const input = inputOf('debian13-python', {
    report: { ...report, packages: [...report.packages, jar] },
    expected: { os: [], app: [{ name, version, type: 'java' }] },
  });
  expect(proveCoverage(input).packages.missing).toEqual(missing);
});
