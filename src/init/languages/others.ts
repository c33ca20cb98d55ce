import { thatFile } from '../lines.ts';
import type { Evidence, ProjectView } from '../types.ts';

/** Languages that are recognised only to say that nothing builds them yet. */
const OTHERS: [sign: RegExp, name: string, title: string][] = [
  [/^Gemfile$/, 'ruby', 'Ruby'],
  [/^composer\.json$/, 'php', 'PHP'],
  [/\.(?:csproj|fsproj|sln)$/, 'dotnet', '.NET'],
  [/^mix\.exs$/, 'elixir', 'Elixir'],
  [/^deno\.jsonc?$/, 'deno', 'Deno'],
  [/^Package\.swift$/, 'swift', 'Swift'],
  [/^CMakeLists\.txt$/, 'cmake', 'CMake'],
  [/^build\.sbt$/, 'scala', 'Scala'],
];

export function otherLanguage(
  view: ProjectView,
): { name: string; title: string; evidence: Evidence } | undefined {
  for (const [sign, name, title] of OTHERS) {
    const file = view.paths.find((path) => !path.includes('/') && sign.test(path));
    if (file !== undefined) return { name, title, evidence: thatFile(view, file) };
  }
  return undefined;
}
