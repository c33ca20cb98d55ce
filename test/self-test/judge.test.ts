import { expect, test } from 'vitest';
import { goBuildInfo } from '../../src/scan/go-buildinfo.ts';
import { javaArchive } from '../../src/scan/java-archive.ts';
import { rustAuditData } from '../../src/scan/rust-audit.ts';
import type { ScanReport } from '../../src/scan/types.ts';
import { selfTestOf } from '../../src/self-test/judge.ts';
import { PLANTED, type Planted } from '../../src/self-test/planted.ts';

const DIGEST = 'sha256:planted';

function report(planted: readonly Planted[], found = planted): ScanReport {
  return {
    scanner: { name: 'grype', version: '1' },
    image: { configDigest: DIGEST, diffIds: [] },
    packages: planted.map(({ name, version, class: of, type }) => ({
      name,
      version,
      class: of,
      type,
    })),
    findings: found.map(({ name, version, type }) => ({
      ...{ id: 'CVE-1', aliases: [], package: name, version, type },
      ...{ severity: 'high' as const, scanner: 'grype' },
    })),
  };
}

const said = (scan?: ScanReport) => selfTestOf('Grype', PLANTED, DIGEST, scan);
const without = (ecosystem: string) => PLANTED.filter((one) => one.ecosystem !== ecosystem);

test('who sees all and knows their holes is not blind', () => {
  expect(said(report(PLANTED))).toEqual({
    ecosystems: ['Debian', 'npm', 'PyPI', 'Go', 'Rust', 'Maven'],
    gaps: [],
  });
});

test.each(PLANTED.map(({ ecosystem }) => ecosystem))('blindness to %s is told', (ecosystem) => {
  expect(said(report(without(ecosystem)))).toEqual({
    ecosystems: without(ecosystem).map((one) => one.ecosystem),
    gaps: [expect.stringMatching(`does not see .* of ${ecosystem}, which was planted`)],
  });
  expect(said(report(PLANTED, without(ecosystem))).gaps).toEqual([
    expect.stringMatching(`knows no advisory of .* of ${ecosystem}, which has some for years`),
  ]);
});

test('a report of another image proves nothing', () => {
  const other = { ...report(PLANTED), image: { configDigest: 'sha256:other', diffIds: [] } };
  for (const one of [other, undefined]) {
    expect(said(one)).toEqual({
      ecosystems: [],
      gaps: ['Grype was tested, and reported of another image'],
    });
  }
});

const bytesOf = (ecosystem: string) =>
  Buffer.from(PLANTED.find((one) => one.ecosystem === ecosystem)?.files[0]?.bytes ?? []);
const access = (bytes: Buffer) => ({
  path: 'planted',
  size: bytes.length,
  read: async (offset: number, length: number) => bytes.subarray(offset, offset + length),
});

test('what is planted says what it is, to our own readers too', async () => {
  const go = await goBuildInfo(access(bytesOf('Go')));
  expect(go?.packages).toContainEqual({ name: 'golang.org/x/text', version: 'v0.3.5', type: 'go' });
  expect(await rustAuditData(access(bytesOf('Rust')))).toContainEqual({
    ...{ name: 'time', version: '0.1.40', type: 'rust' },
  });
  expect(javaArchive('app/log4j-core-2.14.1.jar', bytesOf('Maven')).packages).toEqual([
    { name: 'org.apache.logging.log4j:log4j-core', version: '2.14.1', type: 'java' },
  ]);
});
