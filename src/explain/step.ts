import type { Step } from '../plan/types.ts';
import type { ExplainInput, Explanation } from './types.ts';

/** A step of the plan by its number, as `step 2`, or by the program that it runs. */
export function explainStep(word: string, { plan }: ExplainInput): Explanation[] {
  const steps = (plan?.stages ?? []).flatMap((stage) =>
    stage.steps.map((step) => ({ step, stage })),
  );
  const [, number] = /^(?:step )?(\d+)$/.exec(word) ?? [];
  return steps.flatMap(({ step, stage }, index) => {
    const isIt = number ? index + 1 === Number(number) : word === step.run[0];
    if (!isIt) return [];
    const { include, exclude } = stage.files;
    return [
      {
        ...{ kind: 'step' as const, subject: `step ${index + 1}`, what: lineOf(step) },
        why: [
          `${step.origin.file}:${step.origin.line} asks for it`,
          `it runs in the ${stage.name} stage, in ${step.workdir}`,
          `it runs again when one of these changes: ${include.join(', ')}, but for ${exclude.length} patterns`,
          ...Object.keys(step.env).map((name) => `it has the variable ${name}`),
          ...step.caches.map(({ path }) => `it keeps ${path} from one build to the next`),
        ],
        ...{ findings: [], fix: [], line: step.origin },
      },
    ];
  });
}

function lineOf({ run }: Step): string {
  return run.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}
