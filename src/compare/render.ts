import { bySeverity, SEVERITIES } from '../report/severity.ts';
import { visible } from '../report/visible.ts';
import { count, formatBytes, shortDigest, wrap } from '../report/words.ts';
import type { Cause, Comparison, FindingChange, PackageChange, Side } from './types.ts';

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
    ...block('starts', list(one.config.map(configText))),
    ...block('licences', list(licenceTexts(one))),
    ...block('worse', list(one.regressions)),
    ...(one.sameDatabases ? [] : block('databases', wrap(DATABASES, width - 2))),
    '',
  ].join('\n');
}

const DATABASES =
  'the two were scanned with different databases: compare the images, or add --rescan, to have both ' +
  'scanned with the same';

function table(one: Comparison, width: number): string[] {
  const rows = facts(one).map(([label, of, change]) => ({
    label,
    cells: [of(one.before), of(one.after)].map(visible),
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

type Fact = [label: string, of: (side: Side) => string, change: string];

function facts({ before, after, size, files, sharedLayers }: Comparison): Fact[] {
  const bytes = (of: 'compressed' | 'uncompressed', label: string): Fact => [
    label,
    (side) => formatBytes(side.size[of]),
    share(size[of], before.size[of], (change) => formatBytes(change)),
  ];
  const number = (label: string, of: (side: Side) => number): Fact => [
    label,
    (side) => String(of(side)),
    share(of(after) - of(before), of(before), String),
  ];
  return [
    ['', (side) => (side === before ? 'before' : 'after'), ''],
    ['image', (side) => side.name.replace(/@.*$/, ''), ''],
    ['digest', (side) => shortDigest(side.digest), ''],
    ['base', (side) => side.base.replace(/@.*$/, ''), ''],
    bytes('uncompressed', 'size'),
    bytes('compressed', 'compressed'),
    ['layers', (side) => String(side.layers), sharedLayers > 0 ? `${sharedLayers} shared` : ''],
    ['files', (side) => String(side.files), share(files, before.files, String)],
    number('packages', (side) => side.packages),
    ...SEVERITIES.filter((name) => before.findings[name] + after.findings[name] > 0).map((name) =>
      number(name, (side) => side.findings[name]),
    ),
    ...(before.user + after.user === '' ? [] : [['user', userOf, ''] satisfies Fact]),
    number('failed checks', (side) => side.failed.length),
  ];
}

function userOf({ user }: Side): string {
  return user;
}

/** `-245.2 MB (-80 %)`; nothing where nothing changed. */
function share(change: number, of: number, word: (amount: number) => string): string {
  if (change === 0) return '';
  const sign = change > 0 ? '+' : '-';
  const percent = of === 0 ? '' : ` (${sign}${Math.round((100 * Math.abs(change)) / of)} %)`;
  return `${sign}${word(Math.abs(change))}${percent}`;
}

/** A name keeps its end, which tells most. */
function cell(shown: string, width: number): string {
  return (shown.length > width ? `…${shown.slice(1 - width)}` : shown).padEnd(width);
}

function listed(texts: readonly string[], width: number): string[] {
  const shown = texts.slice(0, MOST);
  const rest = texts.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more: --json has all`] : [])].flatMap((text) => {
    const [first = '', ...more] = wrap(visible(text), width - 2);
    return [`- ${first}`, ...more.map((line) => `  ${line}`)];
  });
}

const CAUSES: Record<Cause, string> = {
  base: 'by the base',
  dependency: 'by a dependency',
  app: 'by the app',
  database: 'by the advisory database',
};

function findingTexts(changes: readonly FindingChange[]): string[] {
  return bySeverity(changes, ({ finding }) => finding).map(({ finding, cause }) => {
    const { severity, id, package: name, version, fixedVersion } = finding;
    const fix = fixedVersion ? `, fixed in ${fixedVersion}` : '';
    return `${severity} ${id} in ${name} ${version}${fix}, ${CAUSES[cause]}`;
  });
}

function changedText({ name, before, after, cause }: PackageChange): string {
  return `${name} from ${before} to ${after}, ${CAUSES[cause]}`;
}

function addedText({ name, after, cause }: PackageChange): string {
  return `${name} ${after}, ${CAUSES[cause]}`.replace(' ,', ',');
}

function removedText({ name, before }: PackageChange): string {
  return `${name} ${before}`.trimEnd();
}

function checkTexts({ checks }: Comparison): string[] {
  return [
    ...checks.broken.map((id) => `${id} fails now`),
    ...checks.mended.map((id) => `${id} passes now`),
  ];
}

function configText({ field, before, after }: Comparison['config'][number]): string {
  const none = field === 'user' ? 'root' : 'none';
  return `${field} from ${before || none} to ${after || none}`;
}

function licenceTexts({ licences }: Comparison): string[] {
  const line = (word: string, all: readonly string[]) => {
    const names = all.slice(0, MOST).join(', ');
    const rest = all.length > MOST ? ` and ${all.length - MOST} more` : '';
    return all.length === 0 ? [] : [`${count(all.length, `${word} licence`)}: ${names}${rest}`];
  };
  return [...line('new', licences.added), ...line('lost', licences.removed)];
}
