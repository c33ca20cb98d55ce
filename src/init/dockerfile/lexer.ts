/** A line of a Dockerfile with what continues it. */
export interface Instruction {
  /** In upper case: RUN. */
  name: string;
  /** All that stands after the name and its flags, with continuations joined. */
  rest: string;
  /** `--from=build`: from to build. */
  flags: Record<string, string>;
  /** The list of the JSON form. */
  json?: string[];
  /** Bodies of here-documents. */
  heredocs: string[];
  line: number;
  /** As written, on its first line. */
  written: string;
}

/** What a Dockerfile's own rules do not allow. */
export interface BadLine {
  line: number;
  written: string;
  why: string;
}

/**
 * A Dockerfile as BuildKit reads it: parser directives, comments, continuations, flags, the JSON
 * form and here-documents. What is no instruction comes back beside the rest.
 */
export function readDockerfile(text: string): { instructions: Instruction[]; bad: BadLine[] } {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const escaping = escapeOf(lines);
  const instructions: Instruction[] = [];
  const bad: BadLine[] = [];
  for (let at = 0; at < lines.length; at++) {
    const written = (lines[at] ?? '').trim();
    if (written === '' || written.startsWith('#')) continue;
    const line = at + 1;
    const joined = join(lines, at, escaping);
    at = joined.last;
    const match = /^([A-Za-z]+)(?:\s+([\s\S]*))?$/.exec(joined.text);
    const name = match?.[1]?.toUpperCase() ?? '';
    if (!KNOWN.has(name)) {
      bad.push({ line, written, why: 'it begins with no instruction' });
      continue;
    }
    const { flags, rest } = takeFlags(match?.[2]?.trim() ?? '');
    const documents = name === 'ONBUILD' ? undefined : heredocs(lines, at, name, rest);
    if (documents && documents.last >= lines.length) {
      bad.push({ line, written, why: 'its here-document has no end' });
    }
    at = documents?.last ?? at;
    const json = listOf(rest);
    instructions.push({
      ...{ name, rest, flags, line, written, heredocs: documents?.bodies ?? [] },
      ...(json && { json }),
    });
  }
  return { instructions, bad };
}

const KNOWN = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/** Directives stand before everything else, comments included. */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const directive = /^\s*#\s*([A-Za-z]+)\s*=\s*(\S+)\s*$/.exec(line);
    if (!directive) break;
    if (directive[1]?.toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\';
  }
  return '\\';
}

/** Comments between continued lines, and empty ones, are left out. */
function join(lines: readonly string[], first: number, escaping: string) {
  let text = '';
  let last = first;
  for (let at = first; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (at > first && /^\s*(?:#|$)/.test(line)) continue;
    last = at;
    const trimmed = line.trimEnd();
    if (!trimmed.endsWith(escaping)) return { text: (text + line).trim(), last };
    text += `${trimmed.slice(0, -1)} `;
  }
  return { text: text.trim(), last };
}

function takeFlags(text: string): { flags: Record<string, string>; rest: string } {
  const flags: Record<string, string> = {};
  let rest = text;
  for (;;) {
    const match = /^--([a-z][a-z0-9-]*)(?:=(\S*))?(?:\s+|$)/.exec(rest);
    if (!match) return { flags, rest };
    flags[match[1] ?? ''] = match[2] ?? 'true';
    rest = rest.slice(match[0].length);
  }
}

const HEREDOC = /(?:^|\s)\d*<<(-?)(["']?)([A-Za-z_][\w.-]*)\2/g;

function heredocs(lines: readonly string[], at: number, name: string, rest: string) {
  const bodies: string[] = [];
  let last = at;
  if (!['RUN', 'COPY', 'ADD'].includes(name)) return { bodies, last };
  for (const [, dash, , word] of rest.matchAll(HEREDOC)) {
    const body: string[] = [];
    for (last++; last < lines.length; last++) {
      const line = dash ? (lines[last] ?? '').replace(/^\t+/, '') : (lines[last] ?? '');
      if (line === word) break;
      body.push(line);
    }
    bodies.push(body.join('\n'));
  }
  return { bodies, last };
}

/** The JSON form counts only when it is exact: a list of texts. */
function listOf(rest: string): string[] | undefined {
  if (!rest.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(rest);
    const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
    return isList ? value : undefined;
  } catch {
    return undefined;
  }
}
