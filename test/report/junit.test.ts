import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { renderJunit } from '../../src/report/junit.ts';
import type { RunReport } from '../../src/report/types.ts';
import { visible } from '../../src/report/visible.ts';
import { HOSTILE } from './hostile.ts';
import { richRun } from './rich-run.ts';
import { RUNS, runNamed } from './runs.ts';

interface Node {
  name: string;
  attributes: Record<string, string>;
  children: Node[];
  text: string;
}

/** @throws where it is not well-formed XML. */
function parsed(xml: string): Node {
  const root: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (cause) => {
    throw cause;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = { name, attributes: { ...attributes }, children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (text) => {
    const node = open.at(-1);
    if (node) node.text += text;
  });
  parser.write(xml).close();
  return root.children[0] ?? root;
}

const treeOf = (report: RunReport) => parsed(renderJunit({ report, harden: '0.1.0' }));

const casesOf = (report: RunReport, name: string) =>
  treeOf(report).children.find(({ attributes }) => attributes['name'] === name)?.children ?? [];

test.each(Object.entries(RUNS))('%s is well-formed, and its sums are right', (_name, report) => {
  const tree = treeOf(report);
  expect(tree.name).toBe('testsuites');
  const cases = tree.children.flatMap(({ children }) => children);
  const with_ = (name: string) =>
    cases.filter(({ children }) => children.some((child) => child.name === name)).length;
  expect(tree.attributes).toMatchObject({
    tests: String(cases.length),
    failures: String(with_('failure')),
    skipped: String(with_('skipped')),
  });
  expect(with_('failure') === 0).toBe(report.verdict.pass);
});

test('each phase has a suite, and failures have their evidence', () => {
  const report = richRun(40);
  const suites = treeOf(report).children.map(({ attributes }) => attributes['name']);
  expect(suites).toEqual(['coverage', 'checks', 'smoke', 'policy']);
  const [failed] = casesOf(report, 'smoke');
  expect(failed?.attributes).toMatchObject({ time: '10.000', classname: 'harden.smoke' });
  expect(failed?.children[0]?.text).toContain('the program listens on 127.0.0.1 alone');
  expect(failed?.children[1]?.text).toContain('Traceback (most recent call last):\n  File');
  const [rule] = casesOf(report, 'policy');
  expect(rule?.attributes['name']).toBe('vulnerabilities.critical');
  expect(rule?.children[0]?.text).toContain('CVE-2026-1000 (critical) in openssl 1.0.0, fixed in');
});

test('a gap in the proof fails', () => {
  const [gap] = casesOf(runNamed('coverage-gap'), 'coverage');
  expect(gap?.children[0]?.attributes['message']).toBe('the scan proves nothing');
});

test('a check that does not count is skipped', () => {
  const report = runNamed('accepted');
  const [failing] = casesOf(report, 'checks');
  expect(failing?.children.map(({ name }) => name)).toEqual(['failure']);
  const accepted = { ...report, verdict: { ...report.verdict, violations: [] } };
  const [skipped] = casesOf(accepted, 'checks');
  expect(skipped?.children.map(({ name }) => name)).toEqual(['skipped']);
});

test('characters that XML cannot have are named, the rest is as it was', () => {
  const report = richRun(40);
  const [failed] = casesOf(report, 'smoke');
  const log = failed?.children[1]?.text ?? '';
  for (const one of HOSTILE.filter((text) => !text.includes('\n')))
    expect(log).toContain(visible(one));
  const [first] = report.checks;
  const odd = { ...report, checks: first ? [{ ...first, evidence: 'a\u0000b\ufffec\ud800' }] : [] };
  expect(casesOf(odd, 'checks')[0]?.children[0]?.text).toBe('a\\u{0}b\\u{fffe}c\\u{d800}');
});
