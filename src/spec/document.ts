import { type Document, parseDocument, visit, type YAMLError } from 'yaml';
import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { type Place, places } from './places.ts';
import type { SourceMap } from './source-map.ts';
import { syntaxProblem } from './syntax.ts';
import { MAX_DEPTH, readTree } from './tree.ts';

/** A document as plain data, and where each part of it stands. */
export interface Parsed {
  value: unknown;
  source: SourceMap;
}

const SHOWN_ERRORS = 5;

/**
 * Reads one YAML 1.2 document (core schema) to plain data. Duplicate keys do not hide other
 * mistakes: they come back beside the value, as `problems`.
 */
export function parseYaml(
  given: string,
  file: string,
): Result<Parsed & { problems: Diagnostic[] }> {
  // No editor counts a byte order mark as a column.
  const text = given.replace(/^\uFEFF/, '');
  const place = places(file, text);
  const document = parse(text, place);
  if (Array.isArray(document)) return fail(...document);
  const problems = syntaxProblems(document, text, place);
  if (problems.length > 0) return fail(...problems);
  if (document.contents === null) return fail(empty(place(0, 1)));
  const tree = readTree(document, file, place);
  if (tree.fatal) return fail(...tree.problems);
  return ok({ value: tree.value, source: tree.source, problems: tree.problems });
}

function parse(text: string, place: Place): Document | Diagnostic[] {
  try {
    return parseDocument(text, {
      prettyErrors: false,
      strict: true,
      // Two equal keys are found while reading the tree, so that the rest is checked as well.
      uniqueKeys: false,
      merge: false,
      // 'silent' would hide a second document.
      logLevel: 'error',
    });
  } catch (thrown) {
    // The parser gives up with RangeError on deep nesting, for example.
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return [
      error('spec/syntax', `the YAML parser gave up: ${why}`, {
        span: place(0, 1),
        hint: 'simplify the document; a spec needs no deep nesting',
      }),
    ];
  }
}

/** The first few: after the first error a parser often sees more that are not there. */
function syntaxProblems(document: Document, text: string, place: Place): Diagnostic[] {
  const version = document.directives?.yaml;
  if (version?.explicit && version.version !== '1.2') {
    return [
      error('spec/syntax', `the file asks for YAML ${version.version}, expected YAML 1.2`, {
        span: place(0, 5),
        hint: 'remove the %YAML line; harden reads YAML 1.2',
      }),
    ];
  }
  const found = [...document.errors, ...document.warnings]
    .sort((a, b) => a.pos[0] - b.pos[0])
    .map((problem) => atOpeningQuote(atDeepBracket(problem, text), document))
    .map((problem) => syntaxProblem(problem, place));
  const lines = new Set<number | undefined>();
  return found
    .filter(({ span }) => !lines.has(span?.line) && lines.add(span?.line))
    .slice(0, SHOWN_ERRORS);
}

/** Where the parser gives up depends on its stack; the mistake is the bracket that is one too deep. */
function atDeepBracket(problem: YAMLError, text: string): YAMLError {
  if (problem.code !== 'RESOURCE_EXHAUSTION') return problem;
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > MAX_DEPTH) return Object.assign(problem, { pos: [index, index + 1] });
  }
  return problem;
}

/** A quote that is never closed is noticed at the end of the file; the mistake is where it opens. */
function atOpeningQuote(problem: YAMLError, document: Document): YAMLError {
  if (problem.code !== 'MISSING_CHAR' || !problem.message.includes('quote')) return problem;
  let [from, to] = problem.pos;
  visit(document, {
    Scalar(_key, { range, type }) {
      if (!range || !type?.startsWith('QUOTE') || range[0] > from || range[2] < from) return;
      [from, to] = [range[0], range[0] + 1];
    },
  });
  return Object.assign(problem, { pos: [from, to] });
}

function empty(span: ReturnType<Place>): Diagnostic {
  return error('spec/empty', 'the file holds no keys, expected at least version and language', {
    span,
    hint: 'start with these lines:\nversion: 1\nlanguage: go\nentrypoint: [/app/server]',
  });
}
