import { relative, resolve, sep } from 'node:path';
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { isInside } from '../is-inside.ts';
import type { Annotation } from './annotation.ts';

interface Places {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** Diagnostics at their lines, as a CI names files: from the root of its checkout. */
export function diagnosticAnnotations(
  diagnostics: readonly Diagnostic[],
  places: Places,
): Annotation[] {
  return diagnostics.map(({ severity, code, message, hint, span }) => {
    const place = span && placeOf(span, places);
    return {
      level: severity,
      title: code,
      message: hint ? `${message}\nhint: ${hint}` : message,
      ...(place && { place }),
    };
  });
}

/** Undefined for what is not in the checkout, such as a preset of a package. */
function placeOf(span: Span, { cwd, env }: Places): Span | undefined {
  const root = env['GITHUB_WORKSPACE'] ?? env['BUILD_SOURCESDIRECTORY'] ?? cwd;
  const file = resolve(cwd, span.file);
  if (!isInside(root, file)) return undefined;
  return { ...span, file: relative(root, file).split(sep).join('/') };
}
