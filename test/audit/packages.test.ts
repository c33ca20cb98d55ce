import { describe, expect, test } from 'vitest';
import { packagesOf } from '../../src/audit/packages.ts';
import { savingsOf } from '../../src/audit/savings.ts';
import type { Judgement, Part } from '../../src/audit/types.ts';
import type { Finding, SeenPackage } from '../../src/scan/types.ts';

function part(name: string, rest: Partial<Part> = {}): Part {
  return {
    ...{ id: `deb:${name}`, name, version: '1.0', type: 'deb', purl: `pkg:deb/debian/${name}@1.0` },
    ...{ files: [], size: 0, path: 'var/lib/dpkg/status', depends: [] },
    ...rest,
  };
}

function finding(name: string, rest: Partial<Finding> = {}): Finding {
  return {
    ...{ id: 'CVE-1', aliases: [], package: name, version: '1.0', severity: 'high' },
    ...{ type: 'debian', scanner: 'trivy' },
    ...rest,
  };
}

const seen = (name: string, rest: Partial<SeenPackage> = {}): SeenPackage => ({
  ...{ name, version: '1.0', class: 'os', type: 'debian' },
  ...rest,
});
const NONE = new Map<string, Judgement>();
const NOBODY = new Map<string, string[]>();

describe('packagesOf', () => {
  test('a finding is of the package that it names, in its version and of its kind', () => {
    const parts = [
      part('requests'),
      part('requests', { id: 'python:requests', type: 'python', purl: 'pkg:pypi/requests@1.0' }),
    ];
    const findings = [
      finding('requests', { id: 'A' }),
      finding('Requests', { id: 'B', type: 'python-pkg', fixedVersion: '2' }),
      finding('requests', { id: 'C', version: '0.9' }),
    ];
    const listed = packagesOf(parts, NONE, NOBODY, { seen: [], findings });
    expect(listed.map(({ type, findings }) => [type, findings])).toEqual([
      ['deb', [{ id: 'A', severity: 'high' }]],
      ['python', [{ id: 'B', severity: 'high', fixedVersion: '2' }]],
    ]);
  });

  test('what a scanner knows by its file or by its source package is no package of its own', () => {
    const parts = [
      part('bash', { files: ['usr/bin/bash'] }),
      part('libsystemd0', { purl: 'pkg:deb/debian/libsystemd0@1.0?upstream=systemd' }),
    ];
    const owners = new Map([['usr/bin/bash', ['deb:bash']]]);
    const scan = {
      seen: [
        seen('bash', { version: '1', type: 'binary', class: 'app', path: 'usr/bin/bash' }),
        seen('systemd'),
      ],
      findings: [finding('systemd')],
    };
    const listed = packagesOf(parts, NONE, owners, scan);
    expect(listed.map(({ name }) => name)).toEqual(['bash', 'libsystemd0']);
    expect(listed[1]?.findings).toHaveLength(1);
  });

  test('what only a scanner knows is listed and unknown, with its findings', () => {
    const scan = {
      seen: [seen('glibc', { type: 'redhat', licences: ['MIT'] })],
      findings: [finding('glibc', { type: 'redhat' })],
    };
    expect(packagesOf([], NONE, NOBODY, scan)).toMatchObject([
      { name: 'glibc', license: 'MIT', verdict: 'unknown', findings: [{ id: 'CVE-1' }] },
    ]);
  });

  test('without a scan nothing is said of findings', () => {
    expect(packagesOf([part('a')], NONE, NOBODY)[0]).not.toHaveProperty('findings');
  });
});

describe('savingsOf', () => {
  const a = part('a', { files: ['x', 'shared'] });
  const b = part('b', { files: ['shared', 'y'] });
  const verdicts = new Map<string, Judgement>([
    [a.id, { verdict: 'unnecessary', why: '' }],
    [b.id, { verdict: 'needed', why: '' }],
  ]);
  const bytes = { of: () => 10, all: 100 };

  test('a file that a needed package has too stays', () => {
    const listed = packagesOf([a, b], verdicts, NOBODY);
    expect(savingsOf([a, b], verdicts, listed, bytes)).toEqual({ packages: 1, bytes: 10, of: 100 });
  });

  test('findings that go are counted by severity, the worst first', () => {
    const findings = [
      finding('a', { id: '1', severity: 'low' }),
      finding('a', { id: '2', severity: 'critical' }),
      finding('b', { id: '3', severity: 'critical' }),
    ];
    const listed = packagesOf([a, b], verdicts, NOBODY, { seen: [], findings });
    const { findings: saved } = savingsOf([a, b], verdicts, listed, bytes);
    expect(Object.entries(saved ?? {})).toEqual([
      ['critical', 1],
      ['low', 1],
    ]);
  });
});
