import type { Evidence, ProjectView } from './types.ts';

/** A match of a pattern, and the line it is on. */
export interface Hit {
  match: RegExpExecArray;
  evidence: Evidence;
}

/** A longer line was written by a program. */
const LONGEST = 2000;
/** No more than this of a line is shown. */
const SHOWN = 120;

/** The lines of a file that a pattern matches; the pattern sees one line at a time. */
export function hits(view: ProjectView, file: string, pattern: RegExp): Hit[] {
  const found: Hit[] = [];
  for (const [index, line] of cached(view, file).entries()) {
    const match = line.length > LONGEST ? null : pattern.exec(line);
    if (match) found.push({ match, evidence: evidenceAt(file, index + 1, line) });
  }
  return found;
}

/** Every pattern looks at every file, so each is split once. */
const split = new WeakMap<ProjectView, Map<string, string[]>>();

function cached(view: ProjectView, file: string): string[] {
  const known = split.get(view) ?? new Map<string, string[]>();
  split.set(view, known);
  const lines = known.get(file) ?? linesOf(view.read(file));
  known.set(file, lines);
  return lines;
}

export function firstHit(
  view: ProjectView,
  files: readonly string[],
  pattern: RegExp,
): Hit | undefined {
  for (const file of files) {
    const [hit] = hits(view, file, pattern);
    if (hit) return hit;
  }
  return undefined;
}

export function linesOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(/\r?\n/);
}

export function evidenceAt(file: string, line: number, text: string): Evidence {
  const shown = text.trim().replace(/\s+/g, ' ');
  return { file, line, text: shown.length > SHOWN ? `${shown.slice(0, SHOWN - 1)}…` : shown };
}

/** A file that says something by being there. */
export function thatFile(view: ProjectView, file: string): Evidence {
  const lines = linesOf(view.read(file));
  const index = lines.findIndex((line) => line.trim() !== '');
  return evidenceAt(file, Math.max(index, 0) + 1, lines[Math.max(index, 0)] ?? '');
}
