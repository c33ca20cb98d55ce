import type { BuildPlan } from '../../plan/types.ts';
import { composeText } from './compose.ts';
import { kubernetesText } from './kubernetes.ts';

/** What of a plan says how its image has to be run. */
export type Contract = Pick<
  BuildPlan,
  'name' | 'config' | 'writable' | 'fixedUser' | 'memory' | 'services' | 'smoke'
>;

/**
 * What the smoke test holds the image to, in the words of those who run it. It follows from the plan
 * alone; `image` is what they call it.
 */
export function contractText(contract: Contract, image: string): string {
  return [
    '# Kubernetes: the pod of a Deployment, under spec.template.',
    ...kubernetesText(contract, image),
    '---',
    '# Docker Compose, as compose.yaml.',
    ...composeText(contract, image),
    '',
  ].join('\n');
}
