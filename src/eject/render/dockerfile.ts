import type { Ejection } from '../types.ts';
import { buildCommand } from './build-command.ts';
import { buildStages } from './build-stages.ts';
import { crossingStages, imageStage } from './image-stage.ts';
import { comment } from './quoting.ts';
import { unexpressed } from './unexpressed.ts';
import { wrapped } from './wrapped.ts';

/** The plan as a Dockerfile for BuildKit, with the project as its context. */
export function dockerfile(ejection: Ejection): string {
  return `${[
    // COPY --parents and --exclude are in it since 1.20.
    '# syntax=docker/dockerfile:1',
    comment(
      `${ejection.plan.name}, from what harden built of hardening.yaml. It needs harden no more:`,
    ),
    ...buildCommand(ejection).map((line) => comment(`  ${line}`)),
    '#',
    '# What it does not do:',
    ...unexpressed(ejection, 'dockerfile').flatMap((text) => wrapped(text, '- ').map(comment)),
    '#',
    '# A line such as hardening.yaml:3 says where the instructions below it came from.',
    '',
    ...buildStages(ejection),
    '',
    ...crossingStages(ejection),
    ...imageStage(ejection),
  ].join('\n')}\n`;
}
