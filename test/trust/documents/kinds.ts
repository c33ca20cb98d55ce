import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import type { Result } from '../../../src/diagnostics/diagnostic.ts';
import { formatLock } from '../../../src/lock/format.ts';
import { parseLock } from '../../../src/lock/parse.ts';
import { packagePath } from '../../../src/package-root.ts';
import { canonicalJson } from '../../../src/plan/digest.ts';
import { loadPreset } from '../../../src/preset/load.ts';
import { readBaseline } from '../../../src/report/baseline.ts';
import { formats, renderReport } from '../../../src/report/formats.ts';
import { readReport } from '../../../src/report/read.ts';
import type { RunReport } from '../../../src/report/types.ts';
import { parseGrype } from '../../../src/scan/grype.ts';
import { parseTrivy } from '../../../src/scan/trivy.ts';
import { readOpenVex } from '../../../src/statements/read-openvex.ts';
import { contentFor, planOf } from '../../lock/locks.ts';

/** A kind of document that harden reads: good ones, its reader, and what may not come of it. */
export interface Kind {
  name: string;
  /** What is looked at where one was read. */
  kept: string;
  good: string[];
  read(text: string): Result<unknown>;
  /** What is wrong with a document that was taken. */
  wrong(value: unknown, text: string, good: string): string | undefined;
}

const ORIGIN = { file: 'hardening.yaml', line: 1, column: 1, length: 1 };
const fixture = (path: string) => readFileSync(packagePath('test', path), 'utf8');
const grypePackages = fixture('scan/fixtures/grype/alpine-go.cdx.json');

export function kinds(): Kind[] {
  return [presets(), lock(), reports(), baselines(), vex(), trivy(), grype()];
}

function presets(): Kind {
  const schema = JSON.parse(readFileSync(packagePath('schema/preset.schema.json'), 'utf8'));
  const fits = new Ajv({ strict: false, unicodeRegExp: false }).compile(schema);
  const names = ['go', 'java', 'node', 'python', 'rust', 'static'];
  return {
    name: 'a preset',
    kept: 'what is taken fits the JSON Schema',
    good: names.map((name) => {
      const text = readFileSync(packagePath('presets', name, 'preset.yaml'), 'utf8');
      return JSON.stringify(parse(text));
    }),
    read: (text) => loadPreset(text, 'preset.yaml'),
    wrong: (_value, text) => (fits(JSON.parse(text)) ? undefined : 'its schema does not take it'),
  };
}

/** With what its content is named by, only the very same lock may be read. */
function lock(): Kind {
  const lines = [
    'base: {debian: trixie}',
    'base: {alpine: "3.23"}\nruntime: {packages: [libpq, icu]}',
  ];
  const read = (text: string) => parseLock(text, 'hardening.lock');
  const same = (text: string) => {
    const one = read(text);
    return one.ok ? canonicalJson(one.value) : '';
  };
  return {
    name: 'a hardening.lock',
    kept: 'only the very same lock is read with its integrity',
    good: lines.map((line) => formatLock(contentFor(planOf(line)))),
    read,
    wrong: (value, _text, good) =>
      canonicalJson(value) === same(good) ? undefined : 'is another lock with the same integrity',
  };
}

function reports(): Kind {
  return {
    name: 'a stored report',
    kept: 'what is read can be printed in every form',
    good: ['pass', 'fail-fixable', 'vex'].map((name) =>
      fixture(`report/golden/${name}.golden.json`),
    ),
    read: (text) => readReport(text, 'report.json'),
    wrong(value) {
      for (const format of formats) {
        renderReport(format, { report: value as RunReport, harden: '1.0.0' });
      }
      return undefined;
    },
  };
}

function baselines(): Kind {
  const words = ['id', 'package', 'version', 'type'] as const;
  return {
    name: 'a baseline',
    kept: 'every finding in it has a name and a version',
    good: [fixture('report/golden/fail-fixable.golden.json')],
    read: (text) => readBaseline(text, 'report.json'),
    wrong(value) {
      const { findings } = value as { findings: Record<string, unknown>[] };
      const isWhole = findings.every((one) => words.every((key) => typeof one[key] === 'string'));
      return isWhole ? undefined : 'has findings without a name';
    },
  };
}

function vex(): Kind {
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/vex/1',
    author: 'team',
    timestamp: '2026-01-31T06:00:00Z',
    version: 1,
    statements: ['not_affected', 'fixed'].map((status) => ({
      vulnerability: { name: 'CVE-2026-1234', aliases: ['GHSA-xxxx-xxxx-xxxx'] },
      products: [
        {
          '@id': 'pkg:oci/shop',
          identifiers: { purl: 'pkg:oci/shop' },
          hashes: { 'sha-256': '0'.repeat(64) },
          subcomponents: [{ '@id': 'pkg:deb/debian/libxml2@2.9' }],
        },
      ],
      status,
      justification: 'component_not_present',
    })),
  };
  return {
    name: 'an OpenVEX document',
    kept: 'every statement has a day and a vulnerability',
    good: [JSON.stringify(document)],
    read: (text) => readOpenVex(text, { file: 'a.vex.json', origin: ORIGIN }),
    wrong(value) {
      const { statements } = value as { statements: { timestamp: string; names: unknown[] }[] };
      const isWhole = statements.every(
        ({ timestamp, names }) => !Number.isNaN(Date.parse(timestamp)) && names.length > 0,
      );
      return isWhole ? undefined : 'has a statement without a day or a name';
    },
  };
}

function trivy(): Kind {
  return {
    name: 'a report of Trivy',
    kept: 'no finding is lost',
    good: ['debian12-go', 'debian13-python', 'empty'].map((name) =>
      fixture(`scan/fixtures/${name}.json`),
    ),
    read: (text) => parseTrivy(text, ''),
    wrong(value, text) {
      const { Results = [] } = JSON.parse(text) as { Results?: { Vulnerabilities?: unknown[] }[] };
      const written = Results.flatMap(({ Vulnerabilities = [] }) => Vulnerabilities).length;
      return countOf(value) === written ? undefined : `lost ${written - countOf(value)} findings`;
    },
  };
}

function grype(): Kind {
  return {
    name: 'a report of Grype',
    kept: 'findings are not lost',
    good: [fixture('scan/fixtures/grype/alpine-go.json')],
    read: (text) => parseGrype(text, grypePackages),
    wrong(value, text) {
      const { matches } = JSON.parse(text) as { matches: unknown[] };
      return countOf(value) > 0 || matches.length === 0 ? undefined : 'lost all findings';
    },
  };
}

function countOf(value: unknown): number {
  return (value as { findings: unknown[] }).findings.length;
}
