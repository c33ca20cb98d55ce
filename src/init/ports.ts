import { evidenceAt, hits, linesOf } from './lines.ts';
import type { Fact, Language, Program, ProjectView } from './types.ts';
import { folderOf } from './view.ts';

interface PortPattern {
  pattern: RegExp;
  /** Why what it matches may be something else. */
  guess?: string;
}

/** From the call that listens to a number that is only called so. */
const PATTERNS: PortPattern[] = [
  { pattern: /\bListenAndServe(?:TLS)?\(\s*"[^":]*:(\d{2,5})"/ },
  { pattern: /\bAddr:\s*"[^":]*:(\d{2,5})"/ },
  { pattern: /\bnet\.Listen\(\s*"tcp\d?",\s*"[^"]*:(\d{2,5})"/ },
  { pattern: /\.(?:Run|Start|Listen|listen)\(\s*["'`][^"'`]*:(\d{2,5})["'`]/ },
  { pattern: /\.listen\(\s*(?:\{\s*port:\s*)?(\d{2,5})\b/ },
  { pattern: /\.listen\(.*\bPORT\b\s*\)?\s*(?:\|\||\?\?)\s*["'`]?(\d{2,5})\b/ },
  { pattern: /\.run\(.*\bport\s*=\s*(\d{2,5})\b/ },
  { pattern: /\bbind\w*\(\s*(?:\(?\s*)?"[^"]*:(\d{2,5})"/ },
  { pattern: /^\s*(?:server\.port\s*[=:]|SERVER_PORT\s*=)\s*(?:\$\{\w+:)?(\d{2,5})\b/ },
  { pattern: /\bPORT\b["'`]?\s*\)?\s*(?:,|\|\||\?\?|or)\s*["'`]?:?(\d{2,5})\b/ },
  {
    pattern:
      /\bPORT\b.*\b(?:unwrap_or|unwrap_or_else|getOrDefault|default)\w*\(?.*?["'(: ](\d{2,5})\b/,
  },
  { pattern: /\[(?:\d{1,3},\s*){3}\d{1,3}\],\s*(\d{2,5})\)/ },
  { pattern: /^\s*bind\s*=\s*["'][^"']*:(\d{2,5})["']/ },
  {
    pattern:
      /\b(?:default|listen|http|server|app|web|api)?_?port\b["'`]?\s*(?::\s*\w+\s*)?(?::?=|:|,)\s*["'`]?:?(\d{4,5})\b/i,
  },
  {
    pattern:
      /\b(?:default|listen|http|server|app|web|api)?_?port\w*\b["'`]?\s*(?::\s*\w+\s*)?(?::?=|:|,)\s*["'`]?:?(\d{4,5})\b/i,
    guess: 'it is only called a port',
  },
  {
    pattern:
      /\b(?:default)?_?addr(?:ess)?\w*\b["'`]?\s*(?::\s*&?\w+\s*)?(?::?=|:|,)\s*["'`][^"'`:]*:(\d{4,5})["'`]/i,
    guess: 'it is only called an address',
  },
];

/** Where others listen: databases, brokers, mail, browsers' own tools. */
const OTHERS = new Set([
  25, 465, 587, 1025, 1433, 1521, 2379, 3306, 5432, 5433, 5672, 6379, 8125, 9092, 9200, 11211,
  27017,
]);
const OF_OTHERS =
  /\b\w*(?:postgres|pg_?|mysql|maria|redis|mongo|smtp|mail|kafka|rabbit|amqp|database|db_?|metrics|debug|proxy|remote|target)\w*port\b/i;
const CONFIGURATION =
  /(?:^|\/)(?:application(?:-\w+)?\.(?:properties|ya?ml)|\.env(?:\.example|\.sample)?)$/;

/** Where the files of a program are, and those of others. */
export type Place = Pick<Program, 'folder' | 'apart'>;

/** The port a program listens on, by its own code; files near the program count first. */
export function portInCode(
  view: ProjectView,
  { sources, tests }: Language,
  place: Place,
): Fact<number> | undefined {
  const files = codeFiles(view, { sources, tests }, place);
  const sure = PATTERNS.filter(({ guess }) => guess === undefined);
  const unsure = PATTERNS.filter(({ guess }) => guess !== undefined);
  return (
    byPatterns(view, files, sure) ??
    afterVariable(view, files) ??
    byPatterns(view, files, unsure) ??
    inComments(view, files)
  );
}

function byPatterns(
  view: ProjectView,
  files: readonly string[],
  patterns: readonly PortPattern[],
  comments = false,
): Fact<number> | undefined {
  for (const { pattern, guess } of patterns) {
    for (const file of files) {
      for (const { match, evidence } of hits(view, file, pattern)) {
        const port = Number(match[1]);
        if (OTHERS.has(port) || port > 65535 || OF_OTHERS.test(match[0])) continue;
        if (COMMENT.test(evidence.text) !== comments) continue;
        return { value: port, evidence: [evidence], ...(guess && { guess }) };
      }
    }
  }
  return undefined;
}

function inComments(view: ProjectView, files: readonly string[]): Fact<number> | undefined {
  const found = byPatterns(view, files, PATTERNS, true);
  return found && { ...found, guess: 'only a comment says so' };
}

/** The default of the variable PORT some lines below: a chain of calls. */
function afterVariable(view: ProjectView, files: readonly string[]): Fact<number> | undefined {
  for (const file of files) {
    for (const { evidence } of hits(view, file, /\(["']PORT["']\)\s*$/)) {
      const below = linesOf(view.read(file)).slice(evidence.line, evidence.line + LINES_BELOW);
      for (const [index, line] of below.entries()) {
        const port = Number(
          /^\s*\.\w*(?:or|else|default)\w*\(.*?\b(\d{2,5})\b/i.exec(line)?.[1] ?? 0,
        );
        const at = evidence.line + 1 + index;
        if (port > 0) return { value: port, evidence: [evidenceAt(file, at, line)] };
      }
    }
  }
  return undefined;
}

const LINES_BELOW = 5;
const COMMENT = /^(?:\/\/|\/?\*|#)/;

/** Files of code and settings that are read for patterns, those of the program's folder first. */
export function codeFiles(
  view: ProjectView,
  { sources, tests }: Pick<Language, 'sources' | 'tests'>,
  { folder = '', apart = [] }: Place,
): string[] {
  const others = apart.map((one) => `${one}/`);
  const own = (path: string) => (folderOf(path) === folder ? 0 : 1);
  return view.paths
    .filter((path) => sources.test(path) || CONFIGURATION.test(path))
    .filter((path) => !tests.test(path) && !others.some((one) => path.startsWith(one)))
    .slice(0, 2000)
    .sort((a, b) => own(a) - own(b));
}
