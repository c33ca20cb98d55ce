import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with {
  type: 'json',
};
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { type Format, renderReport } from '../../src/report/formats.ts';
import { readReport } from '../../src/report/read.ts';
import type { RunReport } from '../../src/report/types.ts';
import { runNamed } from './runs.ts';

const run = runNamed('fail-fixable');
const [some] = run.findings;
if (!some) throw new Error('the run has no finding');

const SIGNS = [
  '\ud800',
  '\udfff',
  '\uffff',
  '\ufffe',
  '\u0000',
  '\u202e',
  '\n',
  ...'<>"\'&|`[]()*_#@:/%-=',
];

/** Any text, lone surrogates and what means something somewhere included. */
const unit = fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom(...SIGNS));
const text = fc.array(unit, { maxLength: 16 }).map((parts) => parts.join(''));

const finding = fc.record({
  ...{ id: text, package: text, version: text, title: text, url: text, path: text },
  ...{ fixedVersion: text, type: text, aliases: fc.array(text, { maxLength: 3 }) },
});

const anyRun = fc
  .record({ name: text, found: fc.array(finding, { maxLength: 4 }), evidence: text })
  .map(({ name, found, evidence }): RunReport => {
    const findings = found.map((one) => ({ ...some, ...one }));
    const [violation] = run.verdict.violations;
    return {
      ...run,
      findings,
      image: { ...run.image, name },
      checks: [{ id: evidence, pass: false, evidence }],
      smoke: [{ name: evidence, pass: false, evidence, milliseconds: 1, log: evidence }],
      verdict: {
        ...run.verdict,
        violations: violation ? [{ ...violation, message: evidence, findings }] : [],
      },
    };
  });

const { $schema, id, ...schema } = sarifSchema as Record<string, unknown>;
// Formats are left out: an address that is none is no address, and the test of SARIF has them.
const isSarif = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false }).compile(
  schema,
);

const SOUND: Record<Exclude<Format, 'text'>, (written: string, report: RunReport) => void> = {
  json: (written, report) =>
    expect(readReport(written, 'report.json')).toMatchObject({ ok: true, value: report }),
  sarif: (written) => {
    isSarif(JSON.parse(written));
    expect(isSarif.errors ?? []).toEqual([]);
  },
  gitlab: (written) => expect(JSON.parse(written).version).toBe('15.0.7'),
  junit: (written) => void new SaxesParser().write(written).close(),
  html: (written) => {
    expect(written.match(/<script/g)).toHaveLength(1);
    expect(written).not.toMatch(/<[a-z]+[^>]*\son[a-z]+=/i);
  },
  markdown: (written) =>
    expect(written.replace(/<\/?code>|<br>|<a href="https?:[^"<>]*">|<\/a>/g, '')).not.toMatch(
      /[<>]/,
    ),
  comment: (written) => expect(written).toMatch(/^<!-- harden: [^<>]* -->\n/),
};

test.each(Object.entries(SOUND))('%s is sound whatever the texts are', (format, isSound) => {
  fc.assert(
    fc.property(anyRun, (report) => {
      const written = renderReport(format as Format, { report, harden: '0.1.0' });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(written).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066]/);
      isSound(written, report);
    }),
    { numRuns: 300 },
  );
});
