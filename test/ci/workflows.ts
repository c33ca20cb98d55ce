import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../program.ts';

export interface WorkflowStep {
  name?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}

export interface Workflow {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps: WorkflowStep[] }>;
}

/** Every workflow that we run or that somebody may copy. */
export const WORKFLOWS = ['.github/workflows', 'examples/ci/github'].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
);

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function readWorkflow(path: string): Workflow {
  return parse(readText(path));
}

export function stepsOf({ jobs }: Workflow): WorkflowStep[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}
