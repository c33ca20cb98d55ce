import { describe, expect, test } from 'vitest';
import { auditJson } from '../../src/audit/json.ts';
import { renderAudit } from '../../src/audit/render.ts';
import type { AuditPackage, AuditReport } from '../../src/audit/types.ts';
import { columnsOf } from '../../src/diagnostics/visible.ts';
import { plain } from '../../src/report/paint.ts';

const one = (name: string, rest: Partial<AuditPackage> = {}): AuditPackage => ({
  ...{ name, version: '1.0', type: 'deb', purl: `pkg:deb/debian/${name}@1.0`, size: 1_234_567 },
  ...{ license: 'MIT', verdict: 'unknown', why: 'nothing that runs is known to use it' },
  ...{ path: '/var/lib/dpkg/status' },
  ...rest,
});

/** Escapes of terminals, marks that turn the direction of text, markup, a command of a workflow. */
const HOSTILE = 'x\u001b[31m\u202e<b> ::error:: ##[error] \r\n';

function report(rest: Partial<AuditReport> = {}): AuditReport {
  return {
    scanned: false,
    spec: { notes: ['a note'], text: 'version: 1\n', language: 'python' },
    gaps: ['a gap'],
    checks: [{ evidence: `/bin/sh ${'and more '.repeat(60)}`, pass: false, id: 'no-shell' }],
    grade: { lost: [{ why: 'the check no-shell fails', points: 8 }], points: 92, letter: 'A' },
    savings: { of: 100, bytes: 50, packages: 1 },
    packages: [
      one('curl', { verdict: 'unnecessary', why: 'a tool: /usr/bin/curl' }),
      one('日本語パッケージ'.repeat(9), { why: `linked by /${'very/long/path/'.repeat(20)}x.so` }),
      one(HOSTILE, { version: HOSTILE, license: HOSTILE, why: HOSTILE, path: HOSTILE }),
    ],
    starts: ['/bin/sh', HOSTILE],
    layers: [
      {
        ...{ createdBy: HOSTILE.repeat(40), base: true, uncompressed: 2, size: 1 },
        digest: `sha256:${'a'.repeat(64)}`,
      },
    ],
    image: {
      base: { layers: 1, how: 'its os-release says so', name: HOSTILE },
      platform: 'linux/amd64',
      size: { compressed: 1, uncompressed: 2 },
      configDigest: `sha256:${'c'.repeat(64)}`,
      digest: `sha256:${'b'.repeat(64)}`,
      name: HOSTILE,
    },
    schemaVersion: 1,
    ...rest,
  };
}

describe('renderAudit', () => {
  test.each([60, 80, 120, 200])('fits %i columns', (width) => {
    const lines = renderAudit(report(), { width, paint: plain }).split('\n');
    expect(lines.filter((line) => columnsOf(line) > width)).toEqual([]);
    expect(lines.length).toBeGreaterThan(20);
  });

  test('nothing of the image acts on the terminal', () => {
    const text = renderAudit(report(), { width: 80, paint: plain });
    expect(text).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
    expect(text).toContain('x\\u{1b}[31m\\u{202e}');
  });

  test.each([60, 61, 62, 63, 64, 65, 66])('no line of %i columns is a command', (width) => {
    const lines = renderAudit(report(), { width, paint: plain }).split('\n');
    expect(lines.filter((line) => /^\s*(?:::|##\[)/.test(line))).toEqual([]);
  });

  test('each package stands below its verdict with the reason', () => {
    const text = renderAudit(report(), { width: 100, paint: plain });
    expect(text).toMatch(
      /\nunnecessary: 1 package\n {4}curl 1\.0 {2}deb {2}1\.2 MB {2}MIT\n {6}a tool: \/usr\/bin\/curl\n/,
    );
    expect(text).toContain('grade     A, 92 of 100 points, without findings: nothing was scanned');
    expect(text).toContain('to save   1 unnecessary package, 50 B of 100 B');
  });
});

describe('auditJson', () => {
  test('keys are in the documented order, whatever order they came in', () => {
    const document = JSON.parse(auditJson(report()));
    expect(Object.keys(document)).toEqual([
      ...['schemaVersion', 'image', 'layers', 'starts', 'packages', 'savings', 'grade', 'checks'],
      ...['gaps', 'spec', 'scanned'],
    ]);
    expect(Object.keys(document.packages[0])).toEqual([
      ...['name', 'version', 'type', 'purl', 'size', 'license', 'verdict', 'why', 'path'],
    ]);
    expect(document.packages[2].name).toBe(HOSTILE);
  });

  test('what acts on a terminal is escaped', () => {
    expect(auditJson(report())).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
  });
});
