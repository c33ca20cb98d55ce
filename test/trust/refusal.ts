import { codes } from '../../src/diagnostics/codes.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import type { Outcome } from './section.ts';

type Sources = ReadonlyMap<string, string>;

/**
 * A refusal as it has to be: each mistake with a known code, its place in the text that was read, or
 * the name of what could not be read; and nothing of it reaches a terminal as it is.
 */
export function refusal(diagnostics: readonly Diagnostic[], sources: Sources): Outcome {
  const got = 'refused';
  if (diagnostics.length === 0) return { got, broke: 'refused without a word' };
  const shown = renderDiagnostics(diagnostics, sources, { color: false, width: 80 });
  const broke =
    diagnostics.map((one) => mistakeIn(one, sources)).find((one) => one !== undefined) ??
    unfitForTerminal(shown);
  return broke === undefined ? { got } : { got, broke };
}

function mistakeIn(diagnostic: Diagnostic, sources: Sources): string | undefined {
  const { code, message, span, hint } = diagnostic;
  if (!codes.includes(code) || code === 'internal/bug') return `has the code ${code}`;
  if (!hint) return `${code} says no fix`;
  if (!message.trim()) return `${code} says nothing`;
  // Nothing in a file is mistaken that has several images: the command has to name one.
  if (code === 'spec/which-image') return undefined;
  if (!span) return sources.size === 0 ? undefined : `${code} has no place: ${message}`;
  const text = sources.get(span.file);
  if (text === undefined) return undefined;
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const width = lines[span.line - 1]?.length ?? -1;
  const isInside = span.line >= 1 && span.column >= 1 && span.column <= width + 1;
  return isInside ? undefined : `${code} is at ${span.line}:${span.column}, outside of the text`;
}

/** Control characters but the line end, and signs that turn the direction of what follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const STACK = /^\s+at .+:\d+:\d+\)?$/m;

export function unfitForTerminal(shown: string): string | undefined {
  const [raw] = RAW.exec(shown) ?? [];
  if (raw) return `shows the character ${raw.charCodeAt(0).toString(16)} as it is`;
  return STACK.test(shown) ? 'shows a stack trace' : undefined;
}
