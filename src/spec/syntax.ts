import type { YAMLError } from 'yaml';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { Place } from './places.ts';

/** A finding of the YAML parser in our words: its code and place, and the fix for the usual ones. */
export function syntaxProblem(problem: YAMLError, place: Place): Diagnostic {
  const span = place(problem.pos[0], problem.pos[1]);
  if (problem.code === 'MULTIPLE_DOCS') {
    const end = problem.pos[0] + 3;
    return error('spec/multiple-documents', 'a second document starts here, expected one only', {
      span: place(problem.pos[0], end),
      hint: 'remove everything from this --- on, or put it into a file of its own',
    });
  }
  if (problem.code === 'TAB_AS_INDENT') {
    return error('spec/tab', 'the line is indented with a tab, expected spaces', {
      span,
      hint: 'replace the tab with two spaces',
    });
  }
  if (problem.code === 'RESOURCE_EXHAUSTION') {
    return error('spec/too-deep', 'the document is nested too deep, expected at most 32 levels', {
      span,
      hint: 'close the brackets and braces; a spec needs five levels',
    });
  }
  const hint = HINTS[problem.code] ?? hintByText(problem.message) ?? 'put the value in quotes';
  return error('spec/syntax', sentence(problem.message), { span, hint });
}

const HINTS: Partial<Record<YAMLError['code'], string>> = {
  BAD_DIRECTIVE: 'remove the line that begins with %',
  BAD_DQ_ESCAPE: 'write the backslash twice, or put the text in single quotes',
  BAD_INDENT: 'indent all keys of one level alike, and close brackets and braces',
  BAD_SCALAR_START: 'put the value in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'put the value in quotes if it holds ": ", or start a new line',
  MISSING_CHAR: 'add the closing quote, bracket, or comma',
  TAG_RESOLVE_FAILED: 'remove the tag that starts with !',
  BAD_ALIAS: 'write the value out instead of *name',
  MULTIPLE_ANCHORS: 'keep one anchor',
  MULTIPLE_TAGS: 'keep one tag, or none',
  KEY_OVER_1024_CHARS: 'shorten the key',
  IMPOSSIBLE: 'remove what stands here',
};

function hintByText(message: string): string | undefined {
  if (/implicit key/i.test(message))
    return 'write it as `key: value`, with a space after the colon';
  if (/unexpected/i.test(message))
    return 'check the indentation of this line and the one before it';
  return undefined;
}

function sentence(message: string): string {
  const [first = ''] = message.split('\n');
  return first.slice(0, 1).toLowerCase() + first.slice(1).replace(/:$/, '');
}
