import { bullets } from '../report/bullets.ts';
import { bySeverity } from '../report/severity.ts';
import { visible } from '../report/visible.ts';
import { wrap } from '../report/words.ts';
import { facts } from './facts.ts';
import type { Comparison, FindingChange, PackageChange } from './types.ts';
import { CAUSES, checkTexts, configTexts, DATABASES, licenceTexts, versionText } from './words.ts';

const LABEL = 15;
/** `-123.4 MB (-98 %)`, and what is between the columns. */
const CHANGE = 22;
/** More than that nobody reads in a terminal; the JSON document has all. */
const MOST = 15;

/** The comparison for people: both images side by side, then what changed and what brought it. */
export function renderComparison(one: Comparison, width: number): string {
  const { findings, packages } = one;
  const block = (title: string, lines: string[]) =>
    lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
  const list = (texts: string[]) => listed(texts, width - 2);
  return [
    ...table(one, width),
    ...block('findings fixed', list(findingTexts(findings.fixed))),
    ...block('findings new', list(findingTexts(findings.new))),
    ...block('findings that remain', list(findingTexts(findings.remaining))),
    ...block('packages changed', list(packages.changed.map(changedText))),
    ...block('packages added', list(packages.added.map(addedText))),
    ...block('packages removed', list(packages.removed.map(removedText))),
    ...block('checks', list(checkTexts(one))),
    ...block('starts', list(configTexts(one))),
    ...block('licences', list(licenceTexts(one))),
    ...block('worse', list(one.regressions)),
    ...(one.sameDatabases ? [] : block('databases', wrap(DATABASES, width - 2))),
    '',
  ].join('\n');
}

function table(one: Comparison, width: number): string[] {
  const head = { label: '', before: 'before', after: 'after', change: '' };
  const rows = [head, ...facts(one)].map(({ label, before, after, change }) => ({
    label,
    cells: [before, after].map(visible),
    change,
  }));
  const room = Math.max(10, Math.min(32, Math.floor((width - LABEL - CHANGE) / 2)));
  const column = Math.min(room, Math.max(...rows.flatMap(({ cells }) => cells.map(lengthOf))));
  return rows.map(({ label, cells, change }) =>
    [label.padEnd(LABEL - 2), ...cells.map((text) => cell(text, column)), change]
      .join('  ')
      .trimEnd(),
  );
}

function lengthOf({ length }: string): number {
  return length;
}

/** A name keeps its end, which tells most. */
function cell(shown: string, width: number): string {
  return (shown.length > width ? `…${shown.slice(1 - width)}` : shown).padEnd(width);
}

function listed(texts: readonly string[], width: number): string[] {
  const rest = texts.length - MOST;
  const more = rest > 0 ? [`and ${rest} more: --json has all`] : [];
  return bullets([...texts.slice(0, MOST), ...more], width);
}

function findingTexts(changes: readonly FindingChange[]): string[] {
  return bySeverity(changes, ({ finding }) => finding).map(({ finding, cause }) => {
    const { severity, id, package: name, version, fixedVersion } = finding;
    const fix = fixedVersion ? `, fixed in ${fixedVersion}` : '';
    return `${severity} ${id} in ${name} ${version}${fix}, by ${CAUSES[cause]}`;
  });
}

function changedText(change: PackageChange): string {
  const { name, cause } = change;
  return `${name} ${versionText(change)}, by ${CAUSES[cause]}`;
}

function addedText({ name, after, cause }: PackageChange): string {
  return `${name} ${after}, by ${CAUSES[cause]}`.replace(' ,', ',');
}

function removedText({ name, before }: PackageChange): string {
  return `${name} ${before}`.trimEnd();
}
