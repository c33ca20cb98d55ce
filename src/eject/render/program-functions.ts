import type { Ejection } from '../types.ts';
import { environments } from './program-stages.ts';

/** Functions that the calls above need. */
export function programFunctions(ejection: Ejection): string[] {
  const { plan } = ejection;
  const secrets = plan.stages.some(({ steps }) =>
    steps.some(({ secrets = [], ssh }) => secrets.length > 0 || ssh),
  );
  return [
    ...(environments(ejection).size > 0
      ? [
          'function withEnv(container: Container, variables: Record<string, string>): Container {',
          '  return Object.entries(variables).reduce(',
          '    (result, [name, value]) => result.withEnvVariable(name, value),',
          '    container,',
          '  );',
          '}',
          '',
        ]
      : []),
    ...(hasFolders(ejection)
      ? [
          '/** Programs stay programs, and everybody may read what only its owner could. */',
          'function readable(build: Container, folder: Directory): Directory {',
          "  const change = ['chmod', '-R', 'u=rwX,go=rX', '/crossing'];",
          "  return build.withDirectory('/crossing', folder).withExec(change).directory('/crossing');",
          '}',
          '',
        ]
      : []),
    ...(secrets
      ? [
          'function wanted(name: string): string {',
          '  const value = process.env[name];',
          '  if (value !== undefined) return value;',
          "  throw new Error('a build step needs the variable ' + name);",
          '}',
          '',
        ]
      : []),
  ];
}

/** Whether an artifact is a folder, of which each file keeps its own mode. */
export function hasFolders({ modes }: Ejection): boolean {
  return modes.some((mode) => !/^\d+$/.test(mode));
}
