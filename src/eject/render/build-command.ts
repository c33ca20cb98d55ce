import type { Ejection } from '../types.ts';
import { isMountable, secretName } from './mounts.ts';

/** What gives a secret to the builder: its name there, and where this machine has it. */
export interface SecretSource {
  id: string;
  from: { env: string } | { file: string };
}

/** The secrets that a build cannot do without. */
export function secretSources({ plan }: Ejection): SecretSource[] {
  const steps = plan.stages.flatMap((stage) => stage.steps);
  const named = steps.flatMap(({ secrets = [], ssh }) => [
    ...secrets.filter(isMountable).map((one) => ({ id: secretName(one), from: one.from })),
    ...(ssh ? [{ id: 'known_hosts', from: { file: ssh.knownHosts } }] : []),
  ]);
  return [...new Map(named.map((one) => [one.id, one])).values()];
}

export function lendsAgent({ plan }: Ejection): boolean {
  return plan.stages.some(({ steps }) => steps.some(({ ssh }) => ssh !== undefined));
}

/** The command that builds the ejected Dockerfile, in lines, for people. */
export function buildCommand(ejection: Ejection): string[] {
  const { plan, folder } = ejection;
  const flags = [
    ...secretSources(ejection).map(({ id, from }) =>
      'env' in from ? `--secret id=${id},env=${from.env}` : `--secret id=${id},src=${from.file}`,
    ),
    ...(lendsAgent(ejection) ? ['--ssh default'] : []),
  ];
  return [
    `docker build --file ${folder}/Dockerfile --platform ${plan.platform} --tag ${plan.name} \\`,
    ...flags.map((flag) => `  ${flag} \\`),
    '  .',
  ];
}
