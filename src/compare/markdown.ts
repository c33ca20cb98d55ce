import { type Block, withinBytes } from '../report/markdown/blocks.ts';
import { code, prose } from '../report/markdown/escape.ts';
import { bySeverity, severityWords } from '../report/severity.ts';
import { facts } from './facts.ts';
import type { Comparison, FindingChange, PackageChange } from './types.ts';
import { CAUSES, checkTexts, configTexts, DATABASES, licenceTexts, versionText } from './words.ts';

/** Of a comment on GitHub, in characters, of which none is longer than a byte here. */
const COMMENT_BYTES = 65_536;

/** The comparison for a pull request; what does not fit are the mildest, and it says how many. */
export function renderMarkdown(one: Comparison): string {
  return withinBytes(comparisonBlocks(one), COMMENT_BYTES);
}

/** The parts of it, the weightiest first. */
export function comparisonBlocks(one: Comparison): Block[] {
  const { findings, packages } = one;
  return [
    headBlock(one),
    ...list('Worse', one.regressions),
    ...(one.sameDatabases ? [] : list('Databases', [DATABASES])),
    ...findingsBlock('Findings new', findings.new),
    ...findingsBlock('Findings that remain', findings.remaining),
    ...list('Checks', checkTexts(one)),
    ...list('Starts', configTexts(one)),
    ...findingsBlock('Findings fixed', findings.fixed),
    ...packagesBlock('Packages changed', packages.changed),
    ...packagesBlock('Packages added', packages.added),
    ...packagesBlock('Packages removed', packages.removed),
    ...list('Licences', licenceTexts(one)),
  ];
}

function headBlock(one: Comparison): Block {
  const rows = facts(one).map(({ label, before, after, change }) =>
    [label, ...[before, after, change].map(prose)].join(' | '),
  );
  return block('## Before and after', ['| | before | after | |', '|---|---|---|---|'], {
    lines: rows.map((row) => `| ${row} |`),
  });
}

function findingsBlock(title: string, changes: readonly FindingChange[]): Block[] {
  if (changes.length === 0) return [];
  const sorted = bySeverity(changes, ({ finding }) => finding);
  const head = ['| severity | vulnerability | package | fixed in | by |', '|---|---|---|---|---|'];
  return [
    block(`### ${title}: ${changes.length}`, head, {
      lines: sorted.map(findingRow),
      cut: (from) => {
        const left = sorted.slice(from);
        const words = severityWords(left.map(({ finding }) => finding.severity));
        return `${left.length} of ${sorted.length} left out for their size (${words}); harden compare --json has all.`;
      },
    }),
  ];
}

function findingRow({ finding, cause }: FindingChange): string {
  const { severity, id, package: name, version, fixedVersion } = finding;
  const fix = fixedVersion ? code(fixedVersion) : 'no fix yet';
  const cells = [severity, code(id), `${code(name)} ${prose(version)}`, fix, CAUSES[cause]];
  return `| ${cells.join(' | ')} |`;
}

function packagesBlock(title: string, changes: readonly PackageChange[]): Block[] {
  if (changes.length === 0) return [];
  return [
    block(`### ${title}: ${changes.length}`, ['| package | version | by |', '|---|---|---|'], {
      lines: changes.map(
        (one) => `| ${code(one.name)} | ${prose(versionText(one))} | ${CAUSES[one.cause]} |`,
      ),
    }),
  ];
}

function list(title: string, texts: readonly string[]): Block[] {
  const lines = texts.map((text) => `- ${prose(text)}`);
  return lines.length === 0 ? [] : [block(`### ${title}`, [], { lines })];
}

function block(
  title: string,
  head: readonly string[],
  { lines, cut }: { lines: string[]; cut?: Block['cut'] },
): Block {
  return {
    ...{ head: [title, '', ...head], lines, tail: [''] },
    cut:
      cut ??
      ((from) => `${lines.length - from} left out for their size; harden compare --json has all.`),
  };
}
