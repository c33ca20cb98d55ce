import { error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { explainCheck } from './check.ts';
import { explainLayer } from './layer.ts';
import { explainPackage, packageNames } from './package.ts';
import { explainStep } from './step.ts';
import type { ExplainInput, Explanation } from './types.ts';
import { explainVulnerability, vulnerabilityNames } from './vulnerability.ts';

/** In the order in which a word is looked up. */
const READERS = [
  explainCheck,
  explainVulnerability,
  explainLayer,
  explainStep,
  explainPackage,
] as const;

/**
 * Explains what a word names in a stored run: a check, a vulnerability, a layer, a step or a package.
 * @returns explain/not-found where nothing of the run has the name.
 */
export function explain(word: string, input: ExplainInput): Result<Explanation[]> {
  for (const read of READERS) {
    const found = read(word, input);
    if (found.length > 0) return ok(found);
  }
  const names = [
    ...input.report.checks.map(({ id }) => id),
    ...vulnerabilityNames(input),
    ...packageNames(input),
  ];
  const guess = suggest(word, names);
  const { name, digest } = input.report.image;
  return fail(
    error('explain/not-found', `nothing in ${name} at ${digest.slice(0, 19)} is called ${word}`, {
      hint: guess
        ? `write: harden explain ${guess}`
        : 'name a finding, a package, a check, a layer, a step of the plan or /a/file of the image',
    }),
  );
}
