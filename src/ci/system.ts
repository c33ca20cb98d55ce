/** A CI whose log is more than text: it reads commands and section marks out of it. */
export type CiSystem = 'github' | 'gitlab' | 'azure';

/** The CI that this process runs in, by the variable that it sets in every job. */
export function ciSystem(env: Readonly<Record<string, string | undefined>>): CiSystem | undefined {
  if (env['GITHUB_ACTIONS'] === 'true') return 'github';
  if (env['GITLAB_CI'] === 'true') return 'gitlab';
  if (env['TF_BUILD']?.toLowerCase() === 'true') return 'azure';
  return undefined;
}

/** Whether nobody watches: a CI sets one of these in every job, also where it has a terminal. */
export function isCi(env: Readonly<Record<string, string | undefined>>): boolean {
  return ['CI', 'TF_BUILD', 'JENKINS_URL'].some((name) => env[name] !== undefined);
}
