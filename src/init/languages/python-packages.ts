import { pep503 } from '../../scan/ecosystem.ts';
import { hits } from '../lines.ts';
import type { Evidence, ProjectView } from '../types.ts';
import { nameOf } from '../view.ts';

/** Where each kind of file names packages, one on a line. */
const NAMES: [file: RegExp, name: RegExp][] = [
  [
    /^(?:requirements|constraints)[^/]*\.(?:txt|in)$/,
    /^([A-Za-z0-9][\w.-]*)(\[[^\]]*\])?\s*(?:[=<>!~;@#\\]|$)/,
  ],
  [/^(?:uv|poetry|pdm)\.lock$/, /^name = "([^"]+)"/],
  [/^Pipfile\.lock$/, /^ {8}"([\w.-]+)": \{/],
  [
    /^pyproject\.toml$/,
    /^\s*(?:dependencies\s*=\s*\[\s*)?"([A-Za-z0-9][\w.-]*)(\[[^\]]*\])?\s*(?:[=<>!~;@][^"]*)?",?/,
  ],
  [/^(?:pyproject\.toml|Pipfile)$/, /^([A-Za-z0-9][\w.-]*)\s*=\s*(?:["{])/],
];
const FOR_DEVELOPERS = /dev|test|lint|doc/i;

/** The packages that a Python project asks for, by normalised name, and the line that does. */
export function pythonPackages(view: ProjectView): Map<string, Evidence> {
  const found = new Map<string, Evidence>();
  const files = view.paths.filter(
    (path) =>
      !FOR_DEVELOPERS.test(path) && (!path.includes('/') || /^requirements\/[^/]+$/.test(path)),
  );
  // A lock says what is there; what is asked for comes first as it is the line people know.
  for (const file of files) {
    for (const [kind, pattern] of NAMES) {
      if (!kind.test(file.startsWith('requirements/') ? `requirements-${nameOf(file)}` : file))
        continue;
      for (const { match, evidence } of hits(view, file, pattern)) {
        const name = pep503(match[1] ?? '');
        if (!found.has(name)) found.set(name, evidence);
        // fastapi[standard] brings uvicorn.
        if (name === 'fastapi' && /standard|all/.test(match[2] ?? '') && !found.has('uvicorn')) {
          found.set('uvicorn', evidence);
        }
      }
    }
  }
  return found;
}
