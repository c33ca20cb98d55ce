import { junitOf, type Suite, suiteElement, suitesOf, sumsOf } from '../junit.ts';
import { factsOf } from './facts.ts';
import type { ImageRun, ManyReport } from './types.ts';

/** The suites of all images, each with its image before its name; an image without any fails as one. */
export function renderManyJunit({ images }: ManyReport): string {
  const all = images.map((run) => ({ run, suites: suitesIn(run) }));
  const cases = all.flatMap(({ suites }) => suites.flatMap((one) => one.cases));
  const content = all.flatMap(({ run: { label, report }, suites }) =>
    suites.map((one) => suiteElement(one, report?.times?.started, `${label} `)),
  );
  return junitOf({ name: 'harden', ...sumsOf(cases) }, content);
}

function suitesIn(run: ImageRun): Suite[] {
  if (run.report) return suitesOf(run.report);
  const { why } = factsOf(run);
  if (run.status === 'skipped')
    return [{ name: 'build', cases: [{ name: 'build', skipped: why }] }];
  const evidence = run.diagnostics
    .map(({ code, message, hint }) => [`${code}: ${message}`, ...(hint ? [hint] : [])].join('\n'))
    .join('\n');
  return [{ name: 'build', cases: [{ name: 'build', failure: { message: why, evidence } }] }];
}
