import { parse, parseAllDocuments } from 'yaml';
import { readText } from './workflows.ts';

/** What a CI runs of a file of ours, and the variables that the file itself sets. */
export interface Recipe {
  file: string;
  /** The shell as that CI starts it. */
  shell: string[];
  scripts: string[];
  env: Record<string, string>;
}

interface GitlabInput {
  description?: string;
  type?: string;
  default?: unknown;
  options?: string[];
  regex?: string;
}

export interface GitlabJob {
  variables: Record<string, string>;
  rules: { if: string; when?: string; variables?: Record<string, string> }[];
  before_script: string[];
  script: string[];
  after_script: string[];
  artifacts: { paths: string[]; reports: Record<string, string> };
}

export const GITLAB = 'templates/harden.yml';

/** The component as GitLab includes it: inputs are held to their rules and written into values. */
export function gitlabJobs(given: Record<string, unknown>): Record<string, GitlabJob> {
  const [header, body] = parseAllDocuments(readText(GITLAB)).map((one) => one.toJS());
  const inputs: Record<string, GitlabInput> = header.spec.inputs;
  const values = Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, inputValue(name, input, given[name])]),
  );
  return filled(body, values) as Record<string, GitlabJob>;
}

function inputValue(name: string, input: GitlabInput, given: unknown): unknown {
  const value = given ?? input.default;
  if (value === undefined) throw new Error(`input ${name} is required`);
  if (input.options && !input.options.includes(String(value))) throw new Error(`no such ${name}`);
  if (input.regex && !new RegExp(input.regex).test(String(value))) throw new Error(`bad ${name}`);
  return value;
}

function filled(part: unknown, values: Record<string, unknown>): unknown {
  if (Array.isArray(part)) return part.map((one) => filled(one, values));
  if (typeof part === 'string') {
    const [, whole] = /^\$\[\[ inputs\.([\w-]+) \]\]$/.exec(part) ?? [];
    if (whole) return values[whole];
    return part.replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name) => String(values[name]));
  }
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      String(filled(key, values)),
      filled(value, values),
    ]),
  );
}

export function gitlabRecipe(given: Record<string, unknown>): Recipe {
  const [job] = Object.values(gitlabJobs(given));
  if (!job) throw new Error('the component has no job');
  // The runner joins both into one script.
  const script = [...job.before_script, ...job.script].join('\n');
  return {
    ...{ file: GITLAB, shell: ['bash', '-eo', 'pipefail', '-c'] },
    ...{ scripts: [script], env: job.variables },
  };
}

/** The steps of a Jenkinsfile up to `stage`, with the variables of the pipeline. */
export function jenkinsRecipe(file = 'examples/ci/jenkins/Jenkinsfile'): Recipe {
  const text = readText(file);
  const [, block = ''] = /\n {2}environment \{\n(.*?)\n {2}\}/s.exec(text) ?? [];
  const env = Object.fromEntries(
    [...block.matchAll(/^ +(\w+) = '([^']*)'$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  const scripts = [...text.matchAll(/sh '''\n(.*?)'''/gs)].map(([, script = '']) =>
    script.replaceAll('\\\\', '\\'),
  );
  return { file, shell: ['sh', '-xe', '-c'], scripts, env };
}

export function circleRecipe(file = 'examples/ci/circleci/config.yml'): Recipe {
  const { image } = parse(readText(file)).jobs;
  return {
    ...{ file, shell: ['bash', '-eo', 'pipefail', '-c'], env: asText(image.environment) },
    scripts: image.steps.flatMap((step: { run?: { command: string } }) => step.run?.command ?? []),
  };
}

export function azureRecipe(file = 'examples/ci/azure/azure-pipelines.yml'): Recipe {
  const { variables, steps } = parse(readText(file));
  return {
    ...{ file, shell: ['bash', '--noprofile', '--norc', '-c'], env: asText(variables) },
    scripts: steps.flatMap((step: { script?: string }) => step.script ?? []),
  };
}

function asText(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
